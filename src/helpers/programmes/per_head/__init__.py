"""The per-head subsidy (programme 11): pupils × yearly rate × share of the year, by school, grade, item and tranche.

leaving_out   pupils of the list who are not paid for
counting      a round's counts by school and grade; moved up one grade for the advance of term 1
rounds        a round with what was left out of it, who did not confirm, and what is missing
tranches      which payments a year has, and which count each is made from
lines         whom an item pays for: everybody, pupils of small schools, a category within its cap
lacking       items whose report was not received
amounts       one tranche's rows; allocating puts the year together
payments      the paying list; unrated: pupils without a rate
kind          with findings and examples: what the house asks of every kind
"""

from helpers.programmes.per_head.kind import KIND

__all__ = ["KIND"]
