"""Strict reading of YAML: duplicate keys and surprising types are errors, and every error names the file and line."""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from helpers.errors import ParameterError, raise_together

Model = TypeVar("Model", bound=BaseModel)
_THAI_MESSAGES = {
    "missing": "ขาดค่านี้",
    "extra_forbidden": "ไม่รู้จักคีย์นี้",
    "value_error": "{error}",
    "assertion_error": "{error}",
    "literal_error": "ต้องเป็น {expected}",
    "enum": "ต้องเป็น {expected}",
    "bool": "ต้องเป็น true หรือ false โดยไม่มีเครื่องหมายคำพูด",
    "int_": "ต้องเป็นจำนวนเต็ม เขียนด้วยเลขอารบิกโดยไม่มีศูนย์นำหน้า",
    "float_": "ต้องเป็นจำนวน เขียนด้วยเลขอารบิก",
    "decimal_": "ต้องเป็นจำนวน เขียนด้วยเลขอารบิกในเครื่องหมายคำพูด",
    "finite_number": "ต้องเป็นจำนวน เขียนด้วยเลขอารบิก",
    "multiple_of": "ต้องหารด้วย {multiple_of} ลงตัว",
    "date": "ต้องเป็นวันที่ เช่น 10 มิ.ย. 2568",
    "time": "ต้องเป็นเวลา เช่น 16:30",
    "string_pattern_mismatch": "ต้องเขียนตามรูปแบบ {pattern}",
    "string_too_short": "ต้องไม่ว่าง",
    "string_too_long": "ต้องยาวไม่เกิน {max_length} ตัวอักษร",
    "string_": "ต้องเป็นข้อความ ถ้าเป็นตัวเลขหรือ true/false ให้ใส่เครื่องหมายคำพูด",
    "tuple_type": "ต้องเป็นรายการ (แต่ละข้อขึ้นต้นด้วย - หรืออยู่ใน [ ])",
    "list_type": "ต้องเป็นรายการ (แต่ละข้อขึ้นต้นด้วย - หรืออยู่ใน [ ])",
    "set_type": "ต้องเป็นรายการ (แต่ละข้อขึ้นต้นด้วย - หรืออยู่ใน [ ])",
    "frozen_set_type": "ต้องเป็นรายการ (แต่ละข้อขึ้นต้นด้วย - หรืออยู่ใน [ ])",
    "too_short": "ต้องมีอย่างน้อย {min_length} ข้อ",
    "too_long": "ต้องมีไม่เกิน {max_length} ข้อ",
    "model_": "ต้องเป็นกลุ่มของ คีย์: ค่า",
    "dict_type": "ต้องเป็นกลุ่มของ คีย์: ค่า",
    "greater_than_equal": "ต้องไม่น้อยกว่า {ge}",
    "greater_than": "ต้องมากกว่า {gt}",
    "less_than_equal": "ต้องไม่มากกว่า {le}",
    "less_than": "ต้องน้อยกว่า {lt}",
}
"""The message about a wrong value, by the beginning of pydantic's error type; the first match counts."""
_UNKNOWN_PROBLEM = "ค่านี้ใช้ไม่ได้"


_DEEPEST = 50
"""The deepest nesting of lists and groups that is read; no parameter has ten levels."""


_MOST_VALUES = 100_000
"""The most values in a file, counting those behind an alias every time; no parameter file has a tenth of them."""
_LARGEST = 10_000_000
"""The largest parameter file, in bytes."""


class _StrictLoader(yaml.CSafeLoader):
    """A loader for which only true/false, whole numbers, decimals and empty values are not text: `0123`, `no` and dates
    stay text."""


_StrictLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(?:0|[1-9]\d*)", "-0123456789"),
    ("float", r"-?\d+\.\d+", "-0123456789"),
    ("null", r"", ["", None]),
):
    _StrictLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def read_model(path: Path, model: type[Model]) -> Model:
    """Read a parameter file into its model.

    Raises ParameterError for a file that is unreadable or not YAML, for duplicate and unknown keys, and for wrong
    values, all of a file together.
    """
    node, content = _read(path)
    try:
        return model.model_validate(content if content is not None else {})
    except ValidationError as invalid:
        raise_together(_explained(path, node, problem) for problem in invalid.errors())
        raise


@dataclass(frozen=True)
class _Written:
    """What a file says. It is parsed once in a process: programmes are read for their kind first, and most files of an
    office are those of every other."""

    text: str
    path: Path = field(compare=False)


def _read(path: Path) -> tuple[yaml.Node | None, Any]:
    """The node tree of the file, which has the line numbers, and its content, which nobody may change."""
    try:
        return _parsed(_Written(regular_file(path).read_text(encoding="utf-8"), path))
    except FileNotFoundError as error:
        raise ParameterError("ไม่พบไฟล์พารามิเตอร์", where=str(path), remedy="สร้างไฟล์ด้วยคำสั่ง workbook new") from error
    except UnicodeDecodeError as error:
        raise ParameterError("ไฟล์พารามิเตอร์ไม่ใช่ UTF-8", where=str(path), remedy="บันทึกไฟล์ใหม่เป็น UTF-8") from error
    except yaml.MarkedYAMLError as error:
        where = f"{path} บรรทัด {error.problem_mark.line + 1 if error.problem_mark else 1}"
        remedy = "ตรวจการย่อหน้าและเครื่องหมาย : ในบรรทัดนั้น"
        raise ParameterError(f"อ่าน YAML ไม่ได้: {error.problem}", where=where, remedy=remedy) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        remedy = "ตรวจอักขระแปลกปลอมและเครื่องหมาย ! & * แล้วพิมพ์ใหม่"
        raise ParameterError("อ่าน YAML ไม่ได้", where=str(path), remedy=remedy) from error


@lru_cache(maxsize=256)
def _parsed(written: _Written) -> tuple[yaml.Node | None, Any]:
    _refuse_depth(written.path, written.text)
    loader = _StrictLoader(written.text)
    node = loader.get_single_node()
    _refuse_size(written.path, node)
    raise_together(_unclear_keys(written.path, node))
    return node, None if node is None else loader.construct_document(node)


def regular_file(path: Path) -> Path:
    """The path itself, once it is checked. Raises ParameterError for anything but a regular file of a plausible size (a
    device, a pipe, a folder, a disk image), FileNotFoundError where there is nothing."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ParameterError("ไม่ใช่ไฟล์ธรรมดา", where=str(path), remedy="ย้ายสิ่งนี้ออก แล้ววางไฟล์พารามิเตอร์ไว้แทน")
    if status.st_size > _LARGEST:
        problem = f"ไฟล์ใหญ่ {status.st_size:,} ไบต์ พารามิเตอร์ไม่เกิน {_LARGEST:,} ไบต์"
        raise ParameterError(problem, where=str(path), remedy="ตรวจว่าเป็นไฟล์พารามิเตอร์จริง แล้ววางไฟล์เดิมกลับมา")
    return path


def _refuse_size(path: Path, node: yaml.Node | None) -> None:
    """Refuse a file with too many values: through aliases, a few lines can expand to millions of values, or contain
    themselves."""
    sizes: dict[int, int] = {}

    def size(part: Any) -> int:
        if isinstance(part, list | tuple):
            return sum(map(size, part))
        if id(part) not in sizes:
            sizes[id(part)] = _MOST_VALUES + 1  # while its parts are counted: it may hold itself
            sizes[id(part)] = 1 + (size(part.value) if isinstance(part, yaml.CollectionNode) else 0)
        return sizes[id(part)]

    if node is not None and size(node) > _MOST_VALUES:
        remedy = "ลบเครื่องหมาย & และ * แล้วพิมพ์ค่าเต็มในแต่ละแห่ง"
        raise ParameterError(
            f"อ่าน YAML ไม่ได้: เกิน {_MOST_VALUES:,} ค่าเมื่อแทนที่เครื่องหมาย * แล้ว", where=str(path), remedy=remedy
        )


def _refuse_depth(path: Path, text: str) -> None:
    """Refuse a file with too deep nesting: libyaml recurses into every level, and would overflow the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_StrictLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            remedy = f"พารามิเตอร์ไม่ซ้อนกันเกิน {_DEEPEST} ชั้น ตรวจวงเล็บและเครื่องหมาย - ที่เกินมา"
            raise ParameterError("รายการซ้อนกันลึกเกินไป", where=f"{path} บรรทัด {line}", remedy=remedy)


def _unclear_keys(path: Path, node: yaml.Node | None) -> Iterator[ParameterError]:
    """An error for every key that occurs twice in a group, or that is not a scalar."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _unclear_keys(path, item)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        where = f"{path} บรรทัด {key.start_mark.line + 1}"
        if not isinstance(key, yaml.ScalarNode):
            yield ParameterError("คีย์ไม่ใช่คำเดียว", where=where, remedy="ใส่เครื่องหมายคำพูดครอบค่าที่มี { } [ ] หรือ ?")
        elif key.value in seen:
            yield ParameterError(f"คีย์ “{key.value}” ซ้ำ", where=where, remedy="เหลือไว้บรรทัดเดียว")
        seen.add(str(key.value))
        yield from _unclear_keys(path, value)


def thai_message(problem: Any) -> str:
    """The Thai message for one of the `errors()` of a pydantic ValidationError."""
    kinds = (thai for kind, thai in _THAI_MESSAGES.items() if problem["type"].startswith(kind))
    return next(kinds, _UNKNOWN_PROBLEM).format(**problem.get("ctx", {}))


def _explained(path: Path, node: yaml.Node | None, problem: Any) -> ParameterError:
    name = ".".join(str(step) for step in problem["loc"])
    message = f"{name}: {thai_message(problem)}" if name else thai_message(problem)
    where, remedy = f"{path} บรรทัด {_line(node, problem['loc'])}", "ดูคำอธิบายและตัวอย่างใน docs/parameters.md"
    return ParameterError(message + _given_value(problem), where=where, remedy=remedy)


def _given_value(problem: Any) -> str:
    """The wrong value for the message, in parentheses; empty for a group or list, which would make it unreadable."""
    value = problem["input"]
    if problem["type"] == "missing" or not isinstance(value, str | int | float | None):
        return ""
    return " (พบค่าว่าง)" if value in ("", None) else f" (พบ {value!r})"


def _line(node: yaml.Node | None, location: tuple[Any, ...]) -> int:
    line = 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            match = [(key, value) for key, value in node.value if key.value == str(step)]
            if not match:
                break
            line, node = match[0][0].start_mark.line + 1, match[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line
