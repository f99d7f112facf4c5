"""The kinds of layers, by family; importing a module makes its kinds known."""
