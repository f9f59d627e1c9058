"""Programme 9: special pay of officials and permanent employees whose salary has reached the top of its scale.

amounts   the roster as holders of posts, their pay by months, and the worked examples
checks    the rules of the findings
kind      the programme's year: who is paid, who is not, and what is wrong
"""

from helpers.programmes.ceiling_salary.kind import KIND

__all__ = ["KIND"]
