"""Programmes 13 and 14: rents. Claims and contracts come on forms (`claims`), what they come to in a year is exact
(`terms`), and `allocating` says who is paid, what is left out, and what to look at."""

from helpers.programmes.rent.kind import KIND

__all__ = ["KIND"]
