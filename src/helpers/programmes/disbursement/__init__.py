"""Programme 16: the spending of all programmes.

amounts   spending compared with a dated target, and the worked examples
tables    the tables of targets, cumulative spending and standings
checks    overspending, and programmes behind their target
kind      the programme's year
"""

from helpers.programmes.disbursement.kind import KIND

__all__ = ["KIND"]
