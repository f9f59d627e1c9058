"""Pupils who moved up: what a new school year does to every grade, and not to a school.

Counts do not say who a pupil is. At most so many moved up as the grade below had and the grade above has, of the same
school and sex: nobody who moved up is told as one who left and another who came. It changes no school as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

GRADE, PUPILS = "grade", "pupils"
"""The columns of a table of pupils by grade."""
_PLACE = (GRADE, "level")
Subject = tuple[Any, ...]


def promotions(
    before: Mapping[Subject, int], after: Mapping[Subject, int], about: Sequence[str], ladders: Sequence[Sequence[str]]
) -> dict[Subject, int]:
    """By how many pupils moving up changed each subject, those of nothing left out; `about` names the columns of a
    subject, `ladders` the grades in the order in which pupils move through them."""
    next_grade = dict(step for ladder in ladders for step in pairwise(ladder))
    grade = about.index(GRADE)
    others = [place for place, name in enumerate(about) if name not in _PLACE]
    known = {(*(subject[each] for each in others), subject[grade]): subject for subject in after}
    found: dict[Subject, int] = {}
    for subject, pupils in before.items():
        above = known.get((*(subject[each] for each in others), next_grade.get(subject[grade])))
        if above is not None:
            moved = min(pupils, after[above])
            found[subject] = found.get(subject, 0) - moved
            found[above] = found.get(above, 0) + moved
    return {subject: moved for subject, moved in found.items() if moved}
