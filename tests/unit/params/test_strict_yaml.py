"""The traps of YAML, each of which ends in an error with file and line."""

import os
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from helpers.errors import ParameterError
from helpers.params import strict_yaml
from helpers.params.checks import FileLimits
from helpers.params.models import DatedValue, Line, ParameterModel, SizeBands, Whole
from helpers.params.strict_yaml import read_model


class Words(ParameterModel):
    """Whatever is text."""

    words: tuple[Line, ...]
    number: Whole | None = None


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "a.yml"
    path.write_text(text, encoding=encoding)
    return path


LIMITS = "reference: ก\nstatus: confirmed\nrows: {rows}\nunpacked_megabytes: 5\n"


def test_what_looks_like_something_else_stays_text(tmp_path: Path) -> None:
    words = ["0123", "no", "yes", "on", "null", "~", "2025-06-10", "1e3", "0x1F", "12:30:45", ".5", "3401.0.0"]
    path = _file(tmp_path, "words:\n" + "".join(f"  - {word}\n" for word in words))
    assert read_model(path, Words).words == tuple(words)


def test_numbers_and_the_mark_of_another_editor_are_read(tmp_path: Path) -> None:
    assert read_model(_file(tmp_path, LIMITS.format(rows=10), "utf-8-sig"), FileLimits).rows == 10


@pytest.mark.parametrize("rows", ["0123", "'12'", "true", "12.0", "๑๒", "1_000", "0b1", "", "[1]", "1e3"])
def test_what_is_no_plain_whole_number_is_refused(rows: str, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"(?s)rows: ต้องเป็นจำนวนเต็ม.*a\.yml บรรทัด 3.*วิธีแก้"):
        read_model(_file(tmp_path, LIMITS.format(rows=rows)), FileLimits)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LIMITS.format(rows=1) + "rows: 2\n", r"คีย์ “rows” ซ้ำ.*บรรทัด 5"),
        (LIMITS.format(rows=1) + "row: 2\n", r"row: ไม่รู้จักคีย์นี้.*บรรทัด 5"),
        ("reference: ก\nstatus: confirmed\nrows: 1\n", r"unpacked_megabytes: ขาดค่านี้"),
        (LIMITS.format(rows=0), r"rows: ต้องมากกว่า 0.*บรรทัด 3"),
        (LIMITS.format(rows=1).replace("confirmed", "sure"), r"status: ต้องเป็น 'confirmed'.*'sure'.*บรรทัด 2"),
        (LIMITS.format(rows=1).replace("ก", "5"), r"reference: ต้องเป็นข้อความ.*บรรทัด 1"),
        (LIMITS.format(rows=1).replace("ก", "'  '"), r"reference: ต้องไม่ว่าง.*บรรทัด 1"),
        (LIMITS.format(rows="{{a}}"), r"คีย์ไม่ใช่คำเดียว.*บรรทัด 3"),
        ("rows: [1\n", r"อ่าน YAML ไม่ได้.*บรรทัด 2"),
        ("rows: !!python/object:os.system 1\n", r"อ่าน YAML ไม่ได้.*บรรทัด 1"),
        ("rows: !!int abc\n", "อ่าน YAML ไม่ได้"),
        ("rows: &a [*a]\n", "อ่าน YAML ไม่ได้"),
        ("rows: \x07\n", "อ่าน YAML ไม่ได้"),
        ("rows: 1\n---\nrows: 2\n", "อ่าน YAML ไม่ได้"),
        ("rows: " + "[" * 200_000, r"ซ้อนกันลึกเกินไป.*บรรทัด 1"),
        ("- " * 200_000 + "1\n", r"ซ้อนกันลึกเกินไป.*บรรทัด 1"),
        ("- rows\n", "ต้องเป็นกลุ่มของ คีย์: ค่า"),
        ("", "ขาดค่านี้"),
    ],
)
def test_what_is_wrong_is_said_in_thai_with_file_and_line(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=rf"(?s){message}") as raised:
        read_model(_file(tmp_path, text), FileLimits)
    assert "a.yml" in str(raised.value)
    assert "วิธีแก้" in str(raised.value)


def test_all_wrong_values_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"(?s)พบปัญหา 3 รายการ.*reference.*status.*rows"):
        read_model(_file(tmp_path, "rows: x\nunpacked_megabytes: 1\n"), FileLimits)


def test_a_duplicate_key_deep_inside_is_found(tmp_path: Path) -> None:
    text = "reference: ก\nstatus: confirmed\nbands:\n  - {size: เล็ก, up_to: 1, size: กลาง}\n"
    with pytest.raises(ParameterError, match=r"(?s)“size” ซ้ำ.*บรรทัด 4"):
        read_model(_file(tmp_path, text), SizeBands)


@pytest.mark.parametrize("day", ["2025-06-10", "31 ก.พ. 2568", "20250610", "10/06/2568", "0"])
def test_a_day_that_is_not_written_as_thai_is_refused_with_its_line(day: str, tmp_path: Path) -> None:
    text = f"reference: ก\nstatus: confirmed\ndate: {day}\n"
    with pytest.raises(ParameterError, match=r"(?s)date: วันที่ .*10 มิ\.ย\. 2568.*บรรทัด 3"):
        read_model(_file(tmp_path, text), DatedValue)


def test_a_file_that_is_not_there_or_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"ไม่พบไฟล์(?s:.*)b\.yml"):
        read_model(tmp_path / "b.yml", FileLimits)
    with pytest.raises(ParameterError, match="ไม่ใช่ UTF-8"):
        read_model(_file(tmp_path, "reference: กข\n", "cp874"), FileLimits)


def bomb(levels: int, repeats: int) -> str:
    """A few lines that stand for each ** levels values."""
    rest = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * repeats)}]\n" for level in range(1, levels)]
    return "".join(["a0: &a0 [x]\n", *rest])


@pytest.mark.parametrize("text", [bomb(12, 9), bomb(40, 2), "a: &a [x, *a]\n", "a: &a {b: *a}\n"])
def test_aliases_do_not_stand_for_more_than_a_file_can_say(text: str, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"(?s)a\.yml.*วิธีแก้"):
        read_model(_file(tmp_path, text), FileLimits)


def test_a_few_aliases_are_read(tmp_path: Path) -> None:
    assert read_model(_file(tmp_path, "words: [&a ก, *a]\n"), Words).words == ("ก", "ก")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes with names")
def test_only_a_regular_file_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "zero.yml").symlink_to("/dev/zero")
    (tmp_path / "folder.yml").mkdir()
    for name in ("pipe", "zero", "folder"):
        with pytest.raises(ParameterError, match=rf"(?s)ไม่ใช่ไฟล์ธรรมดา.*{name}\.yml"):
            read_model(tmp_path / f"{name}.yml", FileLimits)
    with (tmp_path / "large.yml").open("wb") as stream:
        stream.truncate(10**9)
    with pytest.raises(ParameterError, match=r"(?s)1,000,000,000 ไบต์.*large\.yml"):
        read_model(tmp_path / "large.yml", FileLimits)


KINDS = get_args(ErrorType)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_pydantic_finds_wrong_is_said_in_thai(kind: str) -> None:
    template = strict_yaml._THAI_MESSAGES.get(
        next((each for each in strict_yaml._THAI_MESSAGES if kind.startswith(each)), ""), ""
    )
    names = {name: "0" for _, name, _, _ in Formatter().parse(template) if name}
    message = strict_yaml.thai_message({"type": kind, "ctx": names, "msg": "English"})
    assert message
    assert "English" not in message
