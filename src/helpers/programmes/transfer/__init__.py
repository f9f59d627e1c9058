"""Programme 15: transfers between programmes.

amounts   leftover money by budget line, the decision on every proposal, its approval steps, and the worked examples
tables    the tables of balances and of the approval trail, and accepted proposals as allocation rows
checks    findings in proposals and balances
kind      the programme's year
"""

from helpers.programmes.transfer.kind import KIND

__all__ = ["KIND"]
