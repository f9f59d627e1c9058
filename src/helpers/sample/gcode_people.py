"""Learners and users of an invented G-Code register: those of the sample's pupils who hold a G code, and applicants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from helpers.collection.dmc.layouts import LAYOUT_BY_SLUG, SEXES
from helpers.periods import buddhist_year
from helpers.sample import names
from helpers.sample.history import RoundPupils, as_of

NATIONALITIES = ("ลาว", "เมียนมา", "กัมพูชา", "เวียดนาม")
_EARLIEST, _LATEST = 120, 400
"""Days before the day of a year's first round on which those who hold a code were recorded."""
_CERTIFIED_WITHIN = 20
_USERS, _SUCCESSORS = 3, 4
"""Keep the draws of users apart from those of other streams."""
_SELDOM = 60
"""Of so many users one is another in the next round."""
_REGISTERED, _APPROVED_WITHIN, _TAKEN_OVER = 200, 5, 30
"""Days before a year's first round on which users registered, until they were approved, and after that round when
others took over."""


def written(day: date) -> str:
    """`01/06/2568`."""
    return f"{day:%d/%m/}{buddhist_year(day)}"


@dataclass(frozen=True)
class Learner:
    """One row of the register, as text."""

    code: str
    learner_code: str
    citizen_number: str
    student_number: str
    first_name: str
    last_name: str
    sex: str
    nationality: str
    recorded: str
    certified: str

    @property
    def cells(self) -> list[str]:
        """The row, in the order of the form behind the school."""
        named = (self.student_number, self.first_name, self.last_name, self.sex, self.nationality)
        return [self.code, self.learner_code, self.citizen_number, *named, self.recorded, self.certified]

    def but(self, **changes: str) -> Learner:
        """The same learner but for some cells."""
        return replace(self, **changes)


def holders(data: RoundPupils, first_day: date, seed: int) -> Iterator[Learner]:
    """The pupils of a round who hold a G code, all certified; their dates do not change from round to round."""
    abroad = LAYOUT_BY_SLUG["nationality"].categories
    for pupil in data.pupils[data.pupils["g_coded"]].to_dict("records"):
        rng = np.random.default_rng([seed, int(pupil["person"])])
        recorded = first_day - timedelta(days=int(rng.integers(_EARLIEST, _LATEST)))
        certified = recorded + timedelta(days=int(rng.integers(1, _CERTIFIED_WITHIN)))
        yield Learner(
            code=data.schools.codes[pupil["school"]],
            learner_code=str(pupil["learner_number"]),
            citizen_number="-",
            student_number=str(pupil["student_number"]),
            first_name=str(pupil["first_name"]),
            last_name=str(pupil["last_name"]),
            sex=SEXES[pupil["sex"]],
            nationality=abroad[pupil["nationality"]],
            recorded=written(recorded),
            certified=written(certified),
        )


def applicant(data: RoundPupils, rng: np.random.Generator, days: int) -> Learner:
    """A learner who has waited so many days on the day of the round, at any school of the round."""
    school = data.present[int(rng.integers(len(data.present)))]
    first, last = (str(names.drawn(rng, words, 1)[0]) for words in (names.FIRST_NAMES, names.LAST_NAMES))
    sex, nationality = SEXES[int(rng.integers(2))], str(rng.choice(NATIONALITIES))
    recorded = written(as_of(data.round) - timedelta(days=days))
    return Learner(data.schools.codes[school], "-", "-", "-", first, last, sex, nationality, recorded, "-")


def user(code: str, data: RoundPupils, first_day: date, seed: int) -> list[str]:
    """The row of the teacher who looks after a school's register: the same from round to round, but that now and then
    another takes over."""
    rng = np.random.default_rng([seed, _USERS, int(code)])
    leaves = int(rng.integers(_SELDOM)) < data.round.number - 1
    registered = first_day - timedelta(days=_REGISTERED)
    if leaves:
        rng, registered = np.random.default_rng([seed, _SUCCESSORS, int(code)]), first_day + timedelta(days=_TAKEN_OVER)
    return asking(code, rng, written(registered), written(registered + timedelta(days=_APPROVED_WITHIN)))


def asking(code: str, rng: np.random.Generator, registered: str, approved: str = "-") -> list[str]:
    """A row of the register of users, of anybody; not approved unless a day is given."""
    first, last = (str(names.drawn(rng, words, 1)[0]) for words in (names.FIRST_NAMES, names.LAST_NAMES))
    return [code, first, last, registered, approved]
