"""Who sends: one package for each national collection system, and the checks between them."""
