"""Budget rules: from counts, rosters and registers to allocations. One package per kind of programme, of pure
functions.

A kind's package has a constant `KIND` (see `kinds.Kind`). Every kind produces the same table of allocation rows, whose
amounts are all computed alike: round(quantity × rate × share, 2) − less.
"""
