"""The result of the per-head subsidy (programme 12): allocated, paid and returned against what schools are entitled to.

balances     one school, item and tranche: what remains, in which state, and why
results      the register of payments held against the entitlement; the table of balances
payments     each payment and return as an amount
findings     what was paid beyond what it may be; examples, kind: what the house asks of every kind
"""

from helpers.programmes.per_head_result.kind import KIND

__all__ = ["KIND"]
