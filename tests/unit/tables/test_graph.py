"""Snapshots: built once, never changed, made anew beside the old one whenever anything that they depend on changes."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

from builders import Office, aggregate, citizen_number, make_office, pupil, pupil_rows, roster, write_csv, write_xlsx
from helpers.catalogue import open_graph
from helpers.errors import DeliveryError, ParameterError, VerificationError
from helpers.periods import AcademicYear, FiscalYear, Round
from helpers.tables.graph import Graph
from helpers.tables.snapshots import Snapshot, stored_snapshot

R3 = Round(2568, 3)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    new_office = make_office(tmp_path)
    new_office.receive(write_csv(new_office.folder / "a.csv", aggregate("enrolment")))
    return new_office


def _bytes(snapshot: Snapshot) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(snapshot.folder.iterdir())}


def test_a_snapshot_is_built_once_and_described(office: Office) -> None:
    snapshot = office.snapshot()
    before = {path: path.stat().st_mtime_ns for path in snapshot.folder.iterdir()}
    again = office.snapshot()
    assert again.folder == snapshot.folder
    assert {path: path.stat().st_mtime_ns for path in again.folder.iterdir()} == before
    assert snapshot.id == "2568-3/dmc"
    tables = snapshot.description["tables"]
    assert {f"{name}.parquet" for name in tables} | {"snapshot.json"} == {path.name for path in before}
    assert tables["enrolment"]["rows"] == len(snapshot.read("enrolment")) == 8


def test_nothing_received_is_no_snapshot(office: Office) -> None:
    assert open_graph(office.data, office.params).snapshot("dmc", Round(2568, 1)) is None


def test_a_round_without_parameters_is_said(office: Office) -> None:
    (office.folder / "params" / "rounds" / "2568-3.yml").unlink()
    with pytest.raises(ParameterError, match="workbook new round 2568-3"):
        office.snapshot()


def give_key(office: Office, other: Office) -> None:
    """The office's own key belongs to what tables depend on."""
    office.data.key()
    other.data.root.mkdir()
    for name in ("key", "key.id"):
        shutil.copy(office.data.root / name, other.data.root / name)


def test_another_key_gives_another_snapshot(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = make_office(tmp_path_factory.mktemp("other"))
    other.receive(office.folder / "a.csv")
    assert other.snapshot().fingerprint != office.snapshot().fingerprint


def test_the_same_inputs_give_the_same_bytes_in_another_folder(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = make_office(tmp_path_factory.mktemp("other"))
    give_key(office, other)
    other.receive(office.folder / "a.csv")
    assert other.snapshot().fingerprint == office.snapshot().fingerprint
    assert _bytes(other.snapshot()) == _bytes(office.snapshot())


def _another_delivery(office: Office) -> None:
    office.receive(write_csv(office.folder / "b.csv", aggregate("age")))


def _another_earlier_delivery(office: Office) -> None:
    office.receive(write_csv(office.folder / "b.csv", aggregate("enrolment", "2568-2")))


def _another_threshold(office: Office) -> None:
    office.edit("checks.yml", lambda text: text.replace("share: 0.30", "share: 0.31"))


def _another_day(office: Office) -> None:
    office.edit("rounds/2568-3.yml", lambda text: text.replace("30 เม.ย. 2569", "29 เม.ย. 2569"))


def _another_school(office: Office) -> None:
    office.edit("schools/3401.csv", lambda text: text.replace("บ้านตัวอย่างหนึ่ง", "บ้านตัวอย่างใหม่"))


@pytest.mark.parametrize(
    "change",
    [_another_delivery, _another_earlier_delivery, _another_threshold, _another_day, _another_school],
)
def test_a_change_makes_a_snapshot_beside_the_old_one_which_stays(office: Office, change: object) -> None:
    old = office.snapshot()
    before = _bytes(old)
    assert callable(change)
    change(office)
    assert office.snapshot().fingerprint != old.fingerprint
    assert _bytes(old) == before
    kept = stored_snapshot(office.data.store, "dmc", R3, old.fingerprint)
    assert kept.changed_tables() == []


def test_another_rounds_parameters_change_nothing(office: Office) -> None:
    old = office.snapshot().fingerprint
    office.edit("rounds/2568-1.yml", lambda text: text.replace("to_confirm", "confirmed"))
    assert office.snapshot().fingerprint == old


@pytest.mark.parametrize("built_before", [True, False])
def test_a_registered_file_that_changed_or_went_is_named(office: Office, built_before: bool) -> None:
    if built_before:
        office.snapshot()
    path = office.data.deliveries / office.data.register()[0].path
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(DeliveryError, match=r"(?s)ถูกแก้ไข.*a\.csv"):
        office.snapshot()
    path.unlink()
    with pytest.raises(DeliveryError, match=r"(?s)หายไป.*a\.csv"):
        office.snapshot()


def test_a_building_that_is_killed_leaves_nothing_half_made(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            office.snapshot()
    assert [path.name for path in (office.data.store / "2568-3" / "dmc").iterdir()] == [".lock"]
    assert office.snapshot().changed_tables() == []


def test_a_folder_without_a_description_is_built_again(office: Office) -> None:
    snapshot = office.snapshot()
    whole = _bytes(snapshot)
    (snapshot.folder / "snapshot.json").unlink()
    (snapshot.folder / "enrolment.parquet").write_bytes(b"half")
    assert _bytes(office.snapshot()) == whole


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _other_inputs(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"inputs": content["inputs"] | {"more": 1}}), encoding="utf-8")


def _writes(text: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(text, encoding="utf-8") and None


DESCRIPTION_HARMS = [
    Path.unlink,
    _cut,
    _other_inputs,
    *map(_writes, ("", "[]", "{}", '{"tables": {}}', "null", "[" * 10**5)),
]


@pytest.mark.parametrize("harm", DESCRIPTION_HARMS)
def test_a_damaged_description_is_made_again_or_told(office: Office, harm: Callable[[Path], None]) -> None:
    snapshot = office.snapshot()
    whole = _bytes(snapshot)
    harm(snapshot.folder / "snapshot.json")
    with pytest.raises(VerificationError):
        stored_snapshot(office.data.store, "dmc", R3, snapshot.fingerprint).changed_tables()
    assert _bytes(office.snapshot()) == whole


@pytest.mark.parametrize("harm", [Path.unlink, _cut, _writes("")])
def test_a_damaged_table_is_made_again(office: Office, harm: Callable[[Path], None]) -> None:
    snapshot = office.snapshot()
    whole = _bytes(snapshot)
    harm(snapshot.path("schools"))
    assert _bytes(office.snapshot()) == whole


def _one_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("harm", [Path.unlink, _cut, _one_byte])
def test_a_snapshot_is_whole_with_the_bytes_of_every_table(office: Office, harm: Callable[[Path], None]) -> None:
    snapshot = office.snapshot()
    tables = list(snapshot.description["tables"])
    assert snapshot.is_whole(tables)
    for table in tables:
        kept = snapshot.path(table).read_bytes()
        harm(snapshot.path(table))
        assert (snapshot.is_whole(tables), snapshot.changed_tables()) == (False, [table])
        snapshot.path(table).write_bytes(kept)
    assert snapshot.is_whole(tables)


def test_a_snapshot_is_whole_with_its_tables_and_no_others(office: Office) -> None:
    snapshot = office.snapshot()
    tables = list(snapshot.description["tables"])
    assert not snapshot.is_whole(tables[1:])
    assert not snapshot.is_whole([*tables, "more"])


def test_a_description_without_its_tables_is_not_whole(office: Office) -> None:
    snapshot = office.snapshot()
    whole = _bytes(snapshot)
    text = json.loads((snapshot.folder / "snapshot.json").read_text(encoding="utf-8"))
    (snapshot.folder / "snapshot.json").write_text(json.dumps(text | {"tables": {}}), encoding="utf-8")
    assert _bytes(office.snapshot()) == whole


def test_a_tampered_or_lost_table_is_named(office: Office) -> None:
    snapshot = office.snapshot()
    snapshot.path("enrolment").write_bytes(b"x")
    snapshot.path("schools").unlink()
    assert sorted(snapshot.changed_tables()) == ["enrolment", "schools"]


def test_a_lost_snapshot_cannot_be_verified(office: Office) -> None:
    with pytest.raises(VerificationError, match="ไม่พบตาราง"):
        stored_snapshot(office.data.store, "dmc", R3, "0" * 16)


PLANTED = {
    "first_name": "ชื่อลับเฉพาะ",
    "last_name": "สกุลลับเฉพาะ",
    "house_no": "77/7777ลับ",
    "street": "ถนนลับเฉพาะ",
    "student_number": "5551234",
    "guardian_first_name": "ผู้ปกครองลับ",
    "father_first_name": "บิดาลับ",
    "mother_last_name": "มารดาลับ",
}


def test_the_store_keeps_nothing_that_identifies_a_pupil(office: Office) -> None:
    numbers = [citizen_number(serial) for serial in range(1, 14)]
    stray = {"religion": numbers[0], "room": f"1 {numbers[1]}", "grade": numbers[2], "disadvantage": "G640000000001"}
    pupils = [each | PLANTED for each in roster()]
    pupils[0] |= stray
    pupils.append(pupil(14, "34010001", title="ลับเฉพาะ") | {"learner_number": "เลขลับ123"})
    office.receive(write_xlsx(office.folder / "2568-3-student.xlsx", pupil_rows(pupils)))
    snapshot = office.snapshot()
    assert len(snapshot.read("pupils")) == len(pupils)
    stored = "\n".join(snapshot.read(table).to_csv() for table in snapshot.description["tables"])
    stored += (snapshot.folder / "snapshot.json").read_text(encoding="utf-8")
    secrets = [*PLANTED.values(), *numbers, "G640000000001", "เลขลับ123", "ลับเฉพาะ"]
    assert [secret for secret in secrets if secret in stored] == []
    packed = b"".join(_bytes(snapshot).values())
    assert [secret for secret in secrets if secret.encode() in packed] == []


def test_a_person_has_the_same_digest_in_every_round_of_an_office_and_no_other(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = make_office(tmp_path_factory.mktemp("other"))
    digests = []
    for an_office, round_ in ((office, "2568-3"), (office, "2568-2"), (other, "2568-3")):
        pupils = [pupil(1), pupil(2 if round_ == "2568-3" else 3)]
        an_office.receive(write_xlsx(an_office.folder / f"{round_}-student.xlsx", pupil_rows(pupils)))
        digests.append(an_office.snapshot(round_).read("pupils")["person"][0])
    assert digests[0] == digests[1] != digests[2]


def test_each_walk_is_made_once(office: Office) -> None:
    known = open_graph(office.data, office.params).datasets
    asked: list[str] = []

    def depends(round_: Round, graph: Graph) -> Mapping[str, Any]:
        asked.append(str(round_))
        return known["dmc"].depends(round_, graph)

    graph = Graph(office.data, office.params, {**known, "dmc": replace(known["dmc"], depends=depends)})
    for _ in range(3):
        graph.fingerprint("dmc", R3)
        graph.snapshot("dmc", R3)
    assert asked == [str(R3)]


def test_a_period_of_another_kind_has_no_tables(office: Office) -> None:
    graph = open_graph(office.data, office.params)
    assert graph.available("dmc", R3)
    assert not graph.available("dmc", FiscalYear(2568))
    assert not graph.available("nothing", R3)


def test_data_sets_read_only_what_there_is(office: Office) -> None:
    """No edge of the graph leads nowhere, and none leads round."""
    graph = open_graph(office.data, office.params)
    rounds, years = sorted(office.params.rounds), sorted(office.params.fiscal_years)
    periods: dict[type, list[Any]] = {Round: rounds, FiscalYear: years, AcademicYear: [AcademicYear(2568)]}
    edges = {
        (dataset.name, period): set(dataset.reads(period, graph).values())
        for dataset in graph.datasets.values()
        for period in periods[dataset.period_type]
    }
    assert {name for reads in edges.values() for name, _ in reads} <= graph.datasets.keys()
    TopologicalSorter(edges).prepare()  # raises CycleError
