"""The per-head subsidy (programme 11): pupils × yearly rate × share of the year, by school, grade, item and tranche.

counting      a round's pupils by school and grade, without those who are excluded, and promoted by one grade for the
              first payment of term 1
tranches      the payments of a year, and the round that each of them counts
amounts       the allocation rows of one tranche, for everybody, pupils of small schools, or a category within its cap
allocating    the year's tranches from the rounds that were received, and the worked examples
checks        findings, and pupils without a rate
kind          the kind of programme, and the list of payments to schools
"""

from helpers.programmes.per_head.kind import KIND

__all__ = ["KIND"]
