"""Programmes 1 to 8: posts paid by the month, with the employer's social security.

amounts   the roster as posts, wages and contributions by months, their allocation rows, and the worked examples
what_if   a post by another pay, or by other terms of social security
checks    the rules of the findings
kind      the programme's year: who is paid, who is not, and what is wrong
"""

from helpers.programmes.hire.kind import KIND

__all__ = ["KIND"]
