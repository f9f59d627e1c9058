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


PATTERNS = [path.stem for path in sorted((PROJECT_PARAMS / "programmes").glob("*.yml"))]
OWN_LISTS = ("references", "conditions", "examples")


@pytest.mark.parametrize("like", PATTERNS)
def test_nothing_of_the_pattern_stands_as_the_new_programmes_own(params: Path, like: str) -> None:
    pattern = read_params(params).programmes[like]
    path = write_programme(params, "extra", like=like, number="17", title="ค่าใช้จ่าย\nพิเศษ")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# ค่าใช้จ่าย พิเศษ"
    assert like in lines[1]
    assert "รอการยืนยัน" in lines[1]
    assert (params / "programmes" / f"{like}.yml").read_text(encoding="utf-8").splitlines()[0] not in lines
    made = read_params(params).programmes["extra"]
    assert [getattr(made, part) for part in OWN_LISTS] == [(), (), ()]
    text = "\n".join(lines)
    assert not [condition for condition in pattern.conditions if condition in text]
    assert not [example.explained for example in getattr(pattern, "examples", ()) if example.explained in text]


@pytest.mark.parametrize("like", PATTERNS)
def test_rates_and_settings_are_the_patterns_and_none_is_confirmed(params: Path, like: str) -> None:
    write_programme(params, "extra", like=like, number="17", title="ค่าใช้จ่ายพิเศษ")
    programmes = read_params(params).programmes
    left_out = {"number", "title", *OWN_LISTS}
    made, pattern = (programmes[name].model_dump_json(exclude=left_out) for name in ("extra", like))
    assert made == pattern.replace('"status":"confirmed"', '"status":"to_confirm"')


def test_a_pattern_may_be_written_in_any_way_that_yaml_knows(params: Path) -> None:
    path = params / "programmes" / "house-rent.yml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("references:"), text.index("conditions:")
    path.write_text(f"{text[:start]}references: [ก, 'ข: ]']  # ของเดิม\n{text[end:]}", encoding="utf-8")
    made = write_programme(params, "extra-rent", like="house-rent", number="17", title="ค่าเช่าพิเศษ")
    assert read_params(params).programmes["extra-rent"].references == ()
    assert "ข: ]" not in made.read_text(encoding="utf-8")
