"""Programme 9: special pay of officials and permanent employees at the ceiling of their salary scale.

holders      the roster as holders of posts, and what each comes to, month by month
rules        the checks by name
allocating   the programme's year
"""

from helpers.programmes.ceiling_salary.kind import KIND

__all__ = ["KIND"]
