"""Programmes 1 to 8: posts paid by the month, with the employer's social security.

posts        the roster as posts, and those that two rows hold at once
wages        what one post comes to, month by month
rows         wages and contributions as allocation rows
terms        by what posts are paid
checks       what is wrong with a paid post
rules        the checks by name
allocating   the programme's year
"""

from helpers.programmes.hire.kind import KIND

__all__ = ["KIND"]
