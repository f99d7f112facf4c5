"""Runs against the lines that laws draw: on which side, how sure, and how many."""
