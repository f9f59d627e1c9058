"""The result of the per-head subsidy (programme 12): allocated, paid and returned money compared with the entitlement.

amounts   the balance of every school, item and tranche, each payment and return as an allocation row, and the worked
          examples
checks    payments beyond the entitlement or the allotment
kind      the programme's year
"""

from helpers.programmes.per_head_result.kind import KIND

__all__ = ["KIND"]
