"""Sentences from tables: what was found, in plain words that stay true when the data change."""
