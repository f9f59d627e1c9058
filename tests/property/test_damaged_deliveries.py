"""Whatever happens to a delivered file, it is refused, found, or read as it was: never another number without a word.

Each file of each system is damaged once in each way. Where nobody could know (a row of a register is simply not there),
the way and the file are named in `UNKNOWABLE` with the reason.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice, product
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from helpers.deliveries.receiving import ReceiptOutcome, receive
from helpers.deliveries.recognising import recognise
from helpers.digests import file_digest
from helpers.errors import WorkbookError
from helpers.params.folder import Params, read_params
from helpers.periods import Round
from helpers.systems.system import RoundInputs, systems
from helpers.tables.data_folder import DataFolder
from helpers.tables.graph import delivery_of
from helpers.tables.register import Delivery
from helpers.tables.schemas import DELIVERIES, FINDINGS, NOT_STATED, ROW_KEYS
from property.damage import BYTES, KINDS, read_grid, write_grid
from unit.sample.downloads import SCHOOL_LIST
from unit.sample.writing import write

ROUND = Round.parse("2568-2")
TIMES = 1
PLACES = [field.name for field in ROW_KEYS]
SAID = ["rule", "smis", "report", "column", "found"]
FREE_TEXT = {
    "pupils": ["name_digest"],
    "learners": ["name_digest"],
    "users": ["name_digest"],
    "buildings": ["plan", "building", "number"],
    "assets": ["building", "use", "budget_source"],
    "photographs": ["building"],
    "connections": ["provider", "kind"],
}
"""Columns that hold what people write as they like. A table that counts by one shows every word as a row of its own."""
REGISTERS = ("building_list", "learner_list", "user_list")
LOSSES = ("row: left out", "block: cut off", "block: beginning lost")
UNKNOWABLE = {
    # Nothing in a register says how many entries it should have.
    *product(REGISTERS, LOSSES),
    # A school that has not confirmed has an empty cell there, or no row.
    *product(("confirmations",), ("cell: emptied", *LOSSES)),
    # A building without photographs is one.
    ("building_list", "row: cut off"),
    # Two counts without a sum: only an earlier round could tell.
    ("equipment_list", "column: exchanged under its name"),
}
"""Ways in which nobody can see from the files of the round that something was done to this one."""
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Office:
    """An office that received a sample, and what a round's files gave before anything was damaged."""

    params: Params
    deliveries: Mapping[str, tuple[Delivery, ...]]
    tables: Mapping[str, Tables]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    root: Path = tmp_path_factory.mktemp("office")
    write(root / "sample", schools=6, pupils=200)
    shutil.copytree(SCHOOL_LIST.parents[1], root / "params")
    shutil.copy(root / "sample" / "schools.csv", root / "params" / "schools" / SCHOOL_LIST.name)
    data = DataFolder(root / "data")
    received = receive([root / "sample" / "downloads"], data, read_params(root / "params"))
    assert {each.outcome for each in received} == {ReceiptOutcome.RECEIVED}
    params = read_params(root / "params")
    deliveries = {name: tuple(delivery_of(entry, data) for entry in data.received(name, ROUND)) for name in systems()}
    return Office(params, deliveries, {name: _built(name, own, params) for name, own in deliveries.items()})


def _built(system: str, deliveries: tuple[Delivery, ...], params: Params) -> Tables:
    return systems()[system].build(RoundInputs(ROUND, deliveries, params, b"key of a test", None))


def damaged_files(delivery: Delivery, folder: Path) -> Iterator[tuple[str, Path]]:
    """The file in every way damaged that it can be, with the way's name."""
    content, grid = delivery.path.read_bytes(), read_grid(delivery.path)
    for time in range(TIMES):
        for kind, damage in KINDS.items():
            rows = damage(grid, Random(f"{delivery.report}{kind}{time}"))
            if rows is not None:
                yield kind, write_grid(rows, _new(folder, delivery, time, kind))
        for kind, turn in BYTES.items():
            path = _new(folder, delivery, time, kind)
            path.write_bytes(turn(content, Random(f"{delivery.report}{kind}{time}")))
            yield kind, path


def _new(folder: Path, delivery: Delivery, time: int, kind: str) -> Path:
    path = folder / f"{time}-{kind.replace(':', '')}" / delivery.name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@dataclass(frozen=True)
class Verdict:
    """What became of a damaged file: refused, found, as it was, not stated, or silently something else in `columns`."""

    became: str
    columns: tuple[str, ...] = ()


def verdict(office: Office, system: str, delivery: Delivery, path: Path) -> Verdict:
    """Receive and read a damaged file in the place of the good one."""
    try:
        seen = recognise(path, office.params, ROUND)
        changed = replace(delivery, path=path, sha256=file_digest(path), report=seen.report, rows=seen.rows)
        others = tuple(each for each in office.deliveries[system] if each != delivery)
        tables = _built(system, (*others, replace(changed, encoding=seen.sheet.encoding)), office.params)
    except WorkbookError:
        return Verdict("refused")
    before = office.tables[system]
    if _said(tables) - _said(before):
        return Verdict("found")
    differing = [name for name in before if name not in (FINDINGS.name, DELIVERIES.name)]
    differing = [name for name in differing if not _content(name, before[name]).equals(_content(name, tables[name]))]
    if not differing:
        return Verdict("as it was")
    columns = tuple(chain.from_iterable(_changed(name, before[name], tables[name]) for name in differing))
    return Verdict("silent", columns) if columns else Verdict("not stated")


def _said(tables: Tables) -> Counter[tuple[str, ...]]:
    return Counter(tables[FINDINGS.name][SAID].itertuples(index=False, name=None))


def _plain(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A table as texts, without where its rows came from and what people write as they like."""
    left_out = [*PLACES, *FREE_TEXT.get(name, ())]
    return frame.drop(columns=left_out, errors="ignore").astype("string").fillna("").replace("-", "")


def _content(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    plain = _plain(name, frame)
    return plain.sort_values(list(plain)).reset_index(drop=True)


def _changed(name: str, before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """The columns in which the tables differ by more than values that the later one says are not there."""
    if len(before) != len(after):
        return [f"{name}.rows"]
    one, other = (_plain(name, each).reset_index(drop=True) for each in (before, after))
    kept = (one == other) | other.isin(["", NOT_STATED])
    return [f"{name}.{column}" for column in kept if not kept[column].all()]


MANY_REPORTS = 10


@pytest.mark.parametrize("system", systems())
def test_no_damage_changes_a_number_without_a_word(office: Office, system: str, tmp_path: Path) -> None:
    """Every report is damaged and every damage is done; of a system of many reports each gets every other damage."""
    verdicts: Counter[str] = Counter()
    silent = []
    every = 2 if len(office.deliveries[system]) > MANY_REPORTS else 1
    for number, delivery in enumerate(office.deliveries[system]):
        for kind, path in islice(damaged_files(delivery, tmp_path / str(number)), number % every, None, every):
            became = verdict(office, system, delivery, path)
            verdicts[became.became] += 1
            if became.columns and (delivery.report, kind) not in UNKNOWABLE:
                silent.append(f"{delivery.report} {delivery.name}: {kind}: {', '.join(became.columns)}")
    assert not silent, "\n".join(silent)
    assert min(verdicts[each] for each in ("refused", "found", "as it was")) > 0
