"""The register of requests for data, `requests.csv` in the data folder: one line a request that was answered.

It says which organisation asked and for what purpose, never which person. Lines are only ever added, in the order in
which requests were answered.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum

from helpers.errors import DeliveryError, ParameterError, WorkbookError, raise_together
from helpers.excel import csv_text
from helpers.files import PRIVATE, write_whole
from helpers.periods import parse_period
from helpers.tables.data_folder import DataFolder

NAME = "requests.csv"
FIRST_LINE = 2
"""The number of the first request's line in the file; the header is line 1."""
_LONGEST = 300
"""The number of letters of the longest text that says who asked or what for."""
_REACHES_A_PERSON = re.compile(
    r"@"
    r"|(?<!\d)0\d{1,2}[ -]?\d{3}[ -]?\d{3,4}(?!\d)"
    r"|(?<!\d)\d[ -]?\d{4}[ -]?\d{5}[ -]?\d{2}[ -]?\d(?!\d)"
)
"""An e-mail address, a telephone number or a citizen number."""


class Audience(StrEnum):
    """Who may have an answer."""

    PUBLIC = "public"
    OFFICE = "office"
    """The organisation that asked, for official use."""


AUDIENCE_THAI = {Audience.PUBLIC: "เผยแพร่ได้", Audience.OFFICE: "ใช้ในราชการ"}


@dataclass(frozen=True)
class DataRequest:
    """One line of the register. `answered` is the day, ISO; `periods` are joined by spaces; `name` and `sha256` are the
    data file's, `rows` how many it has; `command` gives the same file again."""

    answered: str
    organisation: str
    purpose: str
    audience: str
    dataset: str
    table: str
    periods: str
    rows: int
    name: str
    sha256: str
    command: str


_COLUMNS = tuple(field.name for field in fields(DataRequest))


def refuse_personal(organisation: str, purpose: str) -> None:
    """Raise ParameterError where one of the texts could not stand in the register: empty, too long, of several lines, a
    formula for a spreadsheet, or with an address or number by which a person is reached."""
    for option, text in (("--for", organisation), ("--purpose", purpose)):
        if not text.strip() or len(text) > _LONGEST or not text.isprintable() or csv_text(text) != text:
            problem = f"{option} ว่าง ยาวเกิน {_LONGEST} ตัวอักษร มีหลายบรรทัด หรือขึ้นต้นด้วยเครื่องหมายของสูตร"
            raise ParameterError(problem, remedy=f"ระบุ {option} เป็นข้อความสั้นบรรทัดเดียว")
        if _REACHES_A_PERSON.search(text):
            remedy = "ระบุชื่อหน่วยงานและวัตถุประสงค์เท่านั้น ไม่ใส่ชื่อบุคคล เลขประจำตัว โทรศัพท์ หรืออีเมล"
            raise ParameterError(f"{option} มีข้อมูลที่ติดต่อหรือระบุตัวบุคคลได้", remedy=remedy)


def read_requests(folder: DataFolder) -> tuple[DataRequest, ...] | None:
    """Every line of the register, the oldest first; None where the folder has no register. Raises DeliveryError that
    names the file and the lines that are damaged."""
    path = folder.root / NAME
    if not path.is_file():
        return None
    try:
        reader = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        header, lines = tuple(next(reader, ())), list(reader)
    except (ValueError, csv.Error) as error:
        raise _damaged(f"อ่านไม่ได้ ({type(error).__name__})", str(path)) from error
    if header != _COLUMNS:
        raise _damaged("หัวคอลัมน์ไม่ครบหรือไม่รู้จัก", f"{path} บรรทัด 1")
    numbered = list(enumerate(lines, FIRST_LINE))
    raise_together(
        _damaged(problem, f"{path} บรรทัด {number}") for number, line in numbered if (problem := _problem(line))
    )
    return tuple(_request(dict(zip(_COLUMNS, line, strict=True))) for _, line in numbered)


def enter_request(folder: DataFolder, request: DataRequest) -> bool:
    """Add a line to the register; False, and nothing added, where the same answer was given for the same request on
    the same day. Raises DeliveryError for a register that is damaged."""
    with folder.locked():
        entered = read_requests(folder) or ()
        if request in entered:
            return False
        write_whole(folder.root / NAME, register_text([*entered, request]), PRIVATE)
        return True


def register_text(requests: Iterable[DataRequest]) -> str:
    """The register as a CSV file, every field quoted."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(asdict(request) for request in requests)
    return text.getvalue()


def _damaged(problem: str, where: str) -> WorkbookError:
    remedy = "แก้บรรทัดที่บอกให้เหมือนเดิม หรือนำไฟล์สำรองกลับมา"
    return DeliveryError(f"ทะเบียนคำขอข้อมูลเสียหาย: {problem}", where=where, remedy=remedy)


def _problem(line: Sequence[str]) -> str:
    """What is wrong with a line, as a program for tables may have left it; the empty string for a good one."""
    if len(line) != len(_COLUMNS):
        return f"มี {len(line)} ช่อง ต้องมี {len(_COLUMNS)}"
    cells = dict(zip(_COLUMNS, line, strict=True))
    return next((f"คอลัมน์ {name} เป็น “{cells[name][:80]}”" for name in _COLUMNS if not _holds(name, cells)), "")


def _holds(name: str, cells: Mapping[str, str]) -> bool:
    """Whether a column of a line holds what it may hold."""
    text = cells[name]
    match name:
        case "answered":
            return _is_day(text)
        case "audience":
            return text in set(Audience)
        case "rows":
            return text.isdecimal()
        case "sha256":
            return re.fullmatch("[0-9a-f]{64}", text) is not None
        case "periods":
            return all(map(_is_period, text.split(" ")))
    return bool(text.strip())


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_period(text: str) -> bool:
    try:
        return str(parse_period(text)) == text
    except WorkbookError:
        return False


def _request(cells: Mapping[str, str]) -> DataRequest:
    return DataRequest(**{**cells, "rows": int(cells["rows"])})  # type: ignore[arg-type]
