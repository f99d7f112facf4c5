"""Trends of training compute over time, and how much to believe them."""
