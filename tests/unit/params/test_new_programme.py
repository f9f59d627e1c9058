import shutil
from pathlib import Path

import pytest

from helpers.errors import ParameterError
from helpers.params.folder import read_params
from helpers.params.new import write_programme

PROJECT_PARAMS = Path(__file__).parents[3] / "params"


@pytest.fixture
def params(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT_PARAMS, tmp_path / "params"))


def test_a_new_programme_is_of_the_same_kind_and_waits_for_confirmation(params: Path) -> None:
    write_programme(params, "extra-rent", like="house-rent", number="17", title='ค่าเช่า "พิเศษ"')
    made = read_params(params).programmes["extra-rent"]
    assert (made.kind, made.number, made.title) == ("rent", "17", 'ค่าเช่า "พิเศษ"')
    assert "status: confirmed" not in (params / "programmes" / "extra-rent.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("programme_id", "like", "number"),
    [
        ("house-rent", "house-rent", "17"),
        ("โครงการ", "house-rent", "17"),
        ("extra", "nothing", "17"),
        ("extra", "house-rent", "สิบเจ็ด"),
    ],
    ids=["taken", "not ascii", "no pattern", "no number"],
)
def test_what_cannot_be_written_is_said_and_leaves_nothing(
    params: Path, programme_id: str, like: str, number: str
) -> None:
    before = sorted(path.name for path in (params / "programmes").iterdir())
    with pytest.raises(ParameterError):
        write_programme(params, programme_id, like=like, number=number, title="โครงการ")
    assert sorted(path.name for path in (params / "programmes").iterdir()) == before


@pytest.mark.parametrize(
    "title", ["ค่าเช่า: พิเศษ", "ค่าเช่า # 2", "'ค่าเช่า' \"พิเศษ\"", "- ค่าเช่า", "ค่า\\1เช่า", "ค่าเช่า\nstatus: x", "ก " * 200]
)
def test_a_title_is_read_back_as_it_was_given(params: Path, title: str) -> None:
    write_programme(params, "extra-rent", like="house-rent", number="17", title=title)
    assert read_params(params).programmes["extra-rent"].title == title.strip()


def test_a_number_cannot_bring_lines_of_its_own(params: Path) -> None:
    with pytest.raises(ParameterError):
        write_programme(params, "extra-rent", like="house-rent", number='17"\nkind: "rent', title="ค่าเช่า")


@pytest.mark.parametrize("like", [path.stem for path in sorted((PROJECT_PARAMS / "programmes").glob("*.yml"))])
def test_nothing_of_the_pattern_stands_as_the_new_programmes_own(params: Path, like: str) -> None:
    path = write_programme(params, "extra", like=like, number="17", title="ค่าใช้จ่าย\nพิเศษ")
    lines = path.read_text(encoding="utf-8").splitlines()
    pattern = (params / "programmes" / f"{like}.yml").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# ค่าใช้จ่าย พิเศษ"
    assert like in lines[1]
    assert "รอการยืนยัน" in lines[1]
    assert pattern[0] not in lines
    for part in ("references:", "conditions:", "examples:"):
        mark = lines[lines.index(part) - 1]
        assert mark.startswith("#")
        assert like in mark
        assert "to_confirm" in mark
