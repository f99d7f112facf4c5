"""The tables: every column with its type, unit and meaning. The data dictionary of the report is made from these."""
