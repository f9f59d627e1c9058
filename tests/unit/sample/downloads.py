"""Reading a sample with the standard library and calamine, not with the code that is to be tested on it."""

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from python_calamine import load_workbook

from helpers.systems.dmc.layouts import LAYOUTS, Layout, Shape
from helpers.systems.dmc.pupil_list import PUPIL_COLUMNS

PARAMS = Path(__file__).resolve().parents[3] / "params"
SCHOOL_LIST = PARAMS / "schools" / "3401.csv"
ROUNDS = ("2567-3", "2568-1", "2568-2", "2568-3", "2569-1")
LISTED_ROUNDS = ROUNDS[1:-1]
AREA = "34010000"
CONSEQUENCE = "ผลสืบเนื่อง"
KINDERGARTEN = ("อนุบาล ", "อบ.", "อ.")


def encoding_of(path: Path) -> str:
    """Which of the three encodings a file is in."""
    content = path.read_bytes()
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp874"
    return "utf-8"


@cache
def rows_of(path: Path) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(path.read_text(encoding=encoding_of(path)).splitlines()))


def layout_of(path: Path, area_block: str = AREA) -> Layout | None:
    """Which report a file is by its name; None for the files that are no aggregates."""
    rest = path.stem[len("2568-1-") :]
    for layout in LAYOUTS:
        if rest in (layout.title, f"{layout.old_name}-{area_block}"):
            return layout
        if layout.shape is Shape.FLAGS and rest.replace("-", ".") == layout.title:
            return layout
    return None


def canonical(grade: str) -> str:
    """One spelling for the three in which lists write kindergarten."""
    for spelling in KINDERGARTEN:
        if grade.startswith(spelling):
            return "อ." + grade[len(spelling) :].strip()
    return grade


@dataclass(frozen=True)
class Sample:
    """A written sample, of the office whose total has this code."""

    folder: Path
    area_block: str = AREA

    @cached_property
    def planted(self) -> list[dict[str, str]]:
        with (self.folder / "planted.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def aggregates(self) -> list[tuple[str, Layout, Path]]:
        layouts = [
            (path, layout_of(path, self.area_block)) for path in sorted((self.folder / "downloads").glob("*.csv"))
        ]
        return [(path.name[:6], layout, path) for path, layout in layouts if layout]

    def aggregate(self, round_id: str, slug: str) -> list[list[str]]:
        """The rows of one report."""
        return next(rows_of(path) for own, layout, path in self.aggregates if (own, layout.slug) == (round_id, slug))

    def pupils(self, round_id: str) -> list[dict[str, str]]:
        """The rows of a round's list by column name, with `file` and `row`."""
        names = [column.name for column in PUPIL_COLUMNS]
        return [
            {**dict(zip(names, map(str, row), strict=True)), "file": path.name, "row": str(number)}
            for path in sorted((self.folder / "downloads").glob(f"{round_id}-student*.xlsx"))
            for number, row in enumerate(load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False), 1)
            if number > 2
        ]

    def headcounts(self, round_id: str) -> Counter[tuple[str, str, str]]:
        """The list's pupils by school, grade and sex."""
        return Counter((each["smis"], canonical(each["grade"]), each["sex"]) for each in self.pupils(round_id))

    def planted_rows(self, *rules: str) -> set[tuple[str, str]]:
        """File and row of what is planted under the rules; under all of them without any."""
        return {(each["file"], each["row"]) for each in self.planted if not rules or each["rule"] in rules}
