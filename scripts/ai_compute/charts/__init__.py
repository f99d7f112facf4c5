"""Figures: Altair specifications from tables, with one theme and one layout of labels."""
