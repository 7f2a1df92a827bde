"""The commands of ``lectern``, a module for each group of them."""
