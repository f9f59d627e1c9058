"""Budget rules: from counts, rosters and registers to allocations. One module per kind of programme, pure functions.

A kind's module has a constant `KIND` (see `kinds.Kind`). Every kind gives the same table of allocation rows, whose
amount is one arithmetic: round(quantity × rate × share, 2) − less.
"""
