"""Values as papers give them: quantities with units, dates."""
