"""The page: sections, cards and tables made from tables, drawn with Jinja2 into one file."""
