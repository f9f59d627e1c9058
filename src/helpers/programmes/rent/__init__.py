"""Programmes 13 and 14: house rent, and rent of the land of deserted temples.

amounts      claims and contracts from the forms, the rent due in a fiscal year, and the worked examples
allocating   the allocation rows, exclusions and findings of a year
checks       the rules of the findings
kind         the programme's year
"""

from helpers.programmes.rent.kind import KIND

__all__ = ["KIND"]
