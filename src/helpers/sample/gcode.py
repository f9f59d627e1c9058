"""Writing the G-Code deliveries of a sample: for each round a register of learners (the pupils who hold a G code, and
applicants) and one of users, with planted defects and their own random numbers."""

from __future__ import annotations

import csv
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from helpers.identifiers import citizen_check_digit
from helpers.periods import buddhist_year
from helpers.sample import people
from helpers.sample.files import CONSEQUENCE, SHEET_NAME, Planted, write_sheet
from helpers.sample.history import History, RoundPupils, as_of
from helpers.systems.dmc.layouts import LAYOUT_BY_SLUG, SEXES
from helpers.systems.gcode.reading import LEARNERS, USERS
from helpers.systems.listings import SCHOOL, Listing

NATIONALITIES = ("ลาว", "เมียนมา", "กัมพูชา", "เวียดนาม")
_EARLIEST, _LATEST = 120, 400
"""The range of days before a year's first round on which holders of a code were recorded."""
_CERTIFIED_WITHIN = 20
_USERS, _SUCCESSORS = 3, 4
"""Make the random numbers of users independent of others."""
_SELDOM = 60
"""One of this many users is replaced in the next round."""
_REGISTERED, _APPROVED_WITHIN, _TAKEN_OVER = 200, 5, 30
"""The days from the registration of users to a year's first round, from registration to approval, and from that round
to the registration of their successors."""


def written(day: date) -> str:
    """A day as the register writes it: `01/06/2568`."""
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
        """The row in the order of the file's columns."""
        named = (self.student_number, self.first_name, self.last_name, self.sex, self.nationality)
        return [self.code, self.learner_code, self.citizen_number, *named, self.recorded, self.certified]

    def but(self, **changes: str) -> Learner:
        """The same learner with some cells changed."""
        return replace(self, **changes)


def holders(data: RoundPupils, first_day: date, seed: int) -> Iterator[Learner]:
    """The pupils of a round who hold a G code, all certified, with the same dates in every round."""
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
    """A learner at any school who has waited for `days` days on the day of the round."""
    school = data.present[int(rng.integers(len(data.present)))]
    first, last = (str(people.drawn(rng, words, 1)[0]) for words in (people.FIRST_NAMES, people.LAST_NAMES))
    sex, nationality = SEXES[int(rng.integers(2))], str(rng.choice(NATIONALITIES))
    recorded = written(as_of(data.round) - timedelta(days=days))
    return Learner(data.schools.codes[school], "-", "-", "-", first, last, sex, nationality, recorded, "-")


def user(code: str, data: RoundPupils, first_day: date, seed: int) -> list[str]:
    """The row of the teacher who keeps a school's register: usually the same in every round, sometimes a successor."""
    rng = np.random.default_rng([seed, _USERS, int(code)])
    leaves = int(rng.integers(_SELDOM)) < data.round.number - 1
    registered = first_day - timedelta(days=_REGISTERED)
    if leaves:
        rng, registered = np.random.default_rng([seed, _SUCCESSORS, int(code)]), first_day + timedelta(days=_TAKEN_OVER)
    return asking(code, rng, written(registered), written(registered + timedelta(days=_APPROVED_WITHIN)))


def asking(code: str, rng: np.random.Generator, registered: str, approved: str = "-") -> list[str]:
    """A row of the register of users with an invented person, not approved unless a day is given."""
    first, last = (str(people.drawn(rng, words, 1)[0]) for words in (people.FIRST_NAMES, people.LAST_NAMES))
    return [code, first, last, registered, approved]


UNLISTED = "9904"
"""The running number after the area code of a school that is not on the list."""
_STREAM = 2
"""Makes these random numbers independent of those of other systems."""
_LONG, _OVER, _SHORT = 150, 60, 9
"""The days that applicants have waited: too long, longer than usual, as usual."""
_SHEET_START, _CSV_START = 3, 2
_NUMBER = "923456789012"
_GONE = "31/02/2568"
_PUPIL = "gcode.pupil."
_FULL = {"not_on_list": "gcode.school.not_on_list"}
_TWINS, _FORGOTTEN, _ENOUGH = 2, 2, 6
_UNUSED = "99999990"
"""The running number of a code that no pupil has."""
_OLD_ROUND, _STALE = 3, 60
"""The round whose register was downloaded too early, and by how many days."""
_FEWEST_FOR_NO_USER = 2
"""With more schools than this, one has no user; the first and the last are needed for other defects."""
_Change = Callable[[Learner, date], Learner]

ASKING: tuple[tuple[str, int, _Change], ...] = (
    ("sex_unknown", _SHORT, lambda one, _: one.but(sex="ไม่ระบุ")),
    ("nationality_missing", _SHORT, lambda one, _: one.but(nationality="-")),
    ("nationality_thai", _SHORT, lambda one, _: one.but(nationality="ไทย")),
    ("date_unreadable", _SHORT, lambda one, _: one.but(recorded=_GONE)),
    ("after_as_of", _SHORT, lambda one, day: one.but(recorded=written(day + timedelta(days=3)))),
    ("waiting_long", _LONG, lambda one, _: one),
    ("code_missing", _SHORT, lambda one, day: one.but(certified=written(day))),
    ("code_malformed", _SHORT, lambda one, day: one.but(learner_code="G12345", certified=written(day))),
)
"""Defects of one applicant each: the rule, the days that the applicant has waited, and the change."""
HOLDING: tuple[tuple[str, _Change], ...] = (
    ("has_citizen_number", lambda one, _: one.but(citizen_number=_NUMBER + citizen_check_digit(_NUMBER))),
    ("number_malformed", lambda one, _: one.but(citizen_number="12345")),
    ("date_order", lambda one, _: one.but(certified="01/01/2560")),
    ("between.pupil.nationality_differs", lambda one, _: one.but(nationality=_other(one.nationality))),
)
"""Defects of one holder of a code each: the rule and the change."""


def _other(nationality: str) -> str:
    return next(each for each in NATIONALITIES if each != nationality)


def write_gcode(downloads: Path, history: History, area_code: str, seed: int) -> Iterator[Planted]:
    """Write both registers of every round of the year; yields the findings to be expected."""
    first, *_ = history.of_the_year
    for data in history.of_the_year:
        yield from _write_round(downloads, data, as_of(first.round), area_code, seed)


def _write_round(downloads: Path, data: RoundPupils, first_day: date, area_code: str, seed: int) -> Iterator[Planted]:
    rng = np.random.default_rng([seed, _STREAM, data.round.number])
    learners = [(one, "") for one in holders(data, first_day, seed)]
    _change_holders(learners, rng, data)
    gone = _forgotten(learners)
    learners += _applicants(data, rng, area_code)
    learners += _twins(learners, data, rng)
    learners.sort(key=lambda each: each[0].code)
    name = f"{data.round}-gcode-learners.xlsx"
    yield from (Planted("between.pupil.code_not_registered", str(data.round), one.code) for one in gone)
    made = as_of(data.round) - timedelta(days=_STALE if data.round.number == _OLD_ROUND else 0)
    if data.round.number == _OLD_ROUND:
        yield Planted("between.delivery.old", str(data.round), "", name)
    header = (SCHOOL, *(column.labels[0] for column in LEARNERS.columns))
    body = np.array([one.cells for one, _ in learners], dtype=object)
    write_sheet(downloads / name, f"{LEARNERS.title} {made}", header, body)
    yield from _found_learners(learners, str(data.round), name)
    rows = {one.code: row for row, (one, _) in reversed([*enumerate(learners, _SHEET_START)])}
    usual = {code: user(code, data, first_day, seed) for code in sorted(rows)}
    without = yield from _write_users(downloads, data, usual, rng)
    if without:
        yield Planted("gcode.school.no_user", str(data.round), without, name, SHEET_NAME, str(rows[without]))


_Marked = list[tuple[Learner, str]]
"""Learners with the rule that must find them, empty for none, after `CONSEQUENCE` where it is one."""


def _change_holders(learners: _Marked, rng: np.random.Generator, data: RoundPupils) -> None:
    """Plant defects in holders of codes, except in those that are duplicated; where there are few holders, the defects
    vary from round to round."""
    turn = data.round.number % len(HOLDING)
    positions = rng.permutation(len(learners)).tolist()[: max(0, len(learners) - _TWINS)]
    for (rule, change), position in zip(HOLDING[turn:] + HOLDING[:turn], positions, strict=False):
        learners[position] = change(learners[position][0], as_of(data.round)), rule


def _forgotten(learners: _Marked) -> list[Learner]:
    """Remove two holders from the register, if there are enough, although DMC has them."""
    free = [index for index, (_, rule) in enumerate(learners) if not rule]
    chosen = free[: _FORGOTTEN if len(free) >= _ENOUGH else 0]
    return [learners.pop(index)[0] for index in reversed(chosen)]


def _applicants(data: RoundPupils, rng: np.random.Generator, area_code: str) -> _Marked:
    day = as_of(data.round)
    wrong = [(change(applicant(data, rng, days), day), rule) for rule, days, change in ASKING]
    usual = [(applicant(data, rng, days), "") for days in (_SHORT, _SHORT, _OVER)]
    stranger = applicant(data, rng, _SHORT).but(code=area_code + UNLISTED)
    abroad = applicant(data, rng, _SHORT).but(learner_code=f"G{buddhist_year(day) % 100}{area_code[:2]}{_UNUSED}")
    certified = abroad.but(certified=written(day))
    return [*wrong, *usual, (stranger, "not_on_list"), (certified, "between.pupil.code_not_in_dmc")]


def _twins(learners: _Marked, data: RoundPupils, rng: np.random.Generator) -> _Marked:
    """Duplicate two holders, one in the same school and one in another."""
    free = [index for index, (one, rule) in enumerate(learners) if not rule and one.learner_code != "-"]
    twins = []
    for kind, position in zip(("in_school", "across_schools"), free, strict=False):
        one, _ = learners[position]
        others = [code for code in (data.schools.codes[school] for school in data.present) if code != one.code]
        if kind == "in_school" or others:
            rule = f"code_duplicate_{kind}"
            code = one.code if kind == "in_school" else others[int(rng.integers(len(others)))]
            learners[position] = one, f"{CONSEQUENCE} {rule}"
            twins.append((one.but(code=code), rule))
    return twins


def _found_learners(learners: _Marked, round_id: str, name: str) -> Iterator[Planted]:
    for row, (one, marked) in enumerate(learners, _SHEET_START):
        start, _, rule = marked.rpartition(" ")
        if rule:
            full = _FULL.get(rule) or (rule if "." in rule else f"{_PUPIL}{rule}")
            note = f"{start}: แถวคู่ของรหัสซ้ำ" if start else ""
            yield Planted(full, round_id, one.code, name, SHEET_NAME, str(row), note)


def _write_users(
    downloads: Path, data: RoundPupils, usual: dict[str, list[str]], rng: np.random.Generator
) -> Generator[Planted, None, str]:
    """Write the register of users: the `usual` user of every school with learners except one school, which is returned
    (empty for none); applicants; and two users with defects, whose findings are yielded."""
    day, schools = as_of(data.round), [*usual]
    without = str(rng.choice(schools[1:-1])) if len(schools) > _FEWEST_FOR_NO_USER else ""
    late = written(day - timedelta(days=_LONG))
    rows = [row for code, row in usual.items() if code != without]
    rows += [asking(schools[0], rng, written(day - timedelta(days=days))) for days in (_SHORT, _OVER)]
    rows += [asking(schools[0], rng, late), asking(schools[0], rng, _GONE, late)]
    name = f"{data.round}-gcode-users.csv"
    _write_csv(downloads / name, USERS, rows)
    last = _CSV_START + len(rows) - 1
    yield Planted("gcode.user.waiting_long", str(data.round), schools[0], name, row=str(last - 1))
    yield Planted("gcode.user.date_unreadable", str(data.round), schools[0], name, row=str(last))
    return without


def _write_csv(path: Path, listing: Listing, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([SCHOOL, *(column.labels[0] for column in listing.columns)])
        writer.writerows(rows)
