"""The pupil list of a round as text cells, in the 36 columns of the download."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.periods import Round, buddhist_year
from helpers.sample import people
from helpers.sample.files import pupil_list_name, write_sheet
from helpers.sample.history import RoundPupils, as_of
from helpers.sample.people import NONE
from helpers.systems.dmc.layouts import GRADES, LAYOUT_BY_SLUG, SEXES
from helpers.systems.dmc.pupil_list import ABSENT, BANNER, HEADER_ROW, PUPIL_COLUMNS

Texts = npt.NDArray[np.object_]

KINDERGARTEN_STYLES = {1: "อ.", 2: "อนุบาล ", 3: "อบ."}
"""How the list of each round writes kindergarten grades; real lists use all three ways."""
PARTS = {2: 3}
"""The number of files, each with some of the schools, of rounds whose list is divided."""
NO_STATED_ETHNICITY = "ไม่ปรากฏสัญชาติ"


@dataclass
class PupilList:
    """One round's list: `texts` (PUPIL_COLUMNS) and `pupils` (see RoundPupils) have the same rows in the same order."""

    round: Round
    texts: pd.DataFrame
    pupils: pd.DataFrame

    def copy(self) -> PupilList:
        """An independent copy."""
        return PupilList(self.round, self.texts.copy(), self.pupils.copy())

    def drop(self, position: int) -> None:
        """Remove one pupil."""
        self.texts = self.texts.drop(index=position).reset_index(drop=True)
        self.pupils = self.pupils.drop(index=position).reset_index(drop=True)

    @property
    def _ends(self) -> list[int]:
        """The position after the last pupil of each file; a file holds complete schools."""
        schools = self.pupils["school"].to_numpy()
        parts = min(PARTS.get(self.round.number, 1), len(np.unique(schools)))
        firsts = [int(chunk[0]) for chunk in np.array_split(np.unique(schools), parts)]
        return [*np.searchsorted(schools, firsts[1:]).tolist(), len(schools)]

    def location(self, position: int) -> tuple[str, int]:
        """The file name and row number of a pupil."""
        part = int(np.searchsorted(self._ends, position, side="right"))
        start = [0, *self._ends][part]
        return self._name(part), position - start + HEADER_ROW + 1

    def _name(self, part: int) -> str:
        return pupil_list_name(self.round, part + 1 if len(self._ends) > 1 else 0)

    def write(self, folder: Path) -> None:
        """Write the file or files."""
        made = as_of(self.round) + timedelta(days=1)
        header = tuple(column.header for column in PUPIL_COLUMNS)
        for part, (start, end) in enumerate(pairwise([0, *self._ends])):
            body = self.texts.iloc[start:end].to_numpy(dtype=object)
            write_sheet(folder / self._name(part), f"{BANNER} {made} 08:30:00.000000", header, body)


def _labelled(slug: str, positions: npt.NDArray[np.int64]) -> Texts:
    """The category labels of a report; ABSENT for NONE."""
    return np.array([*LAYOUT_BY_SLUG[slug].categories, ABSENT], dtype=object)[
        np.where(positions == NONE, -1, positions)
    ]


def grade_labels(round_: Round) -> Texts:
    """The labels of GRADES in the style of a round."""
    return np.array([grade.replace("อ.", KINDERGARTEN_STYLES[round_.number]) for grade in GRADES], dtype=object)


def _birth_texts(births: pd.Series[pd.Timestamp]) -> Texts:
    days, codes = np.unique(births.to_numpy(), return_inverse=True)
    written = [f"{day:%d/%m/}{buddhist_year(day)}" for day in pd.DatetimeIndex(days).date]
    return np.array(written, dtype=object)[codes]


def _titles(pupils: pd.DataFrame) -> Texts:
    words = np.array(
        [[people.TITLES[sex, grown] for grown in (False, True)] for sex in range(len(SEXES))], dtype=object
    )
    return words[pupils["sex"], (pupils["age"] >= people.TITLE_CHANGES_AT).astype(int)]


def build_list(data: RoundPupils) -> PupilList:
    """The list of a round without defects."""
    pupils = data.pupils
    listed = data.schools.listed.replace("", ABSENT).iloc[pupils["school"]].reset_index(drop=True)
    nationality = _labelled("nationality", pupils["nationality"].to_numpy())
    made = {
        "smis": listed["smis"],
        "school_name": listed["name"],
        "subdistrict": listed["subdistrict"],
        "district": listed["district"],
        "province": people.PROVINCE,
        "grade": grade_labels(data.round)[pupils["grade"]],
        "sex": np.array(SEXES, dtype=object)[pupils["sex"]],
        "title": _titles(pupils),
        "birth_date": _birth_texts(pupils["birth"]),
        **{name: pupils[name].astype(str) for name in ("room", "student_number", "age", "weight_kg", "height_cm")},
        "religion": _labelled("religion", pupils["religion"].to_numpy()),
        "nationality": nationality,
        "ethnicity": np.where(nationality == NO_STATED_ETHNICITY, ABSENT, nationality),
        "disadvantage": _labelled("disadvantage", pupils["disadvantage"].to_numpy()),
        "street": ABSENT,
        "pending_discharge": ABSENT,
    }
    columns = {column.name: made.get(column.name, pupils.get(column.name)) for column in PUPIL_COLUMNS}
    return PupilList(data.round, pd.DataFrame(columns, index=pupils.index, dtype=object), pupils)
