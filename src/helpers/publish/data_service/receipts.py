"""The receipt of an answer: what was asked and by whom, the rule, what the answer was computed from and what was given,
as JSON and as a page to read, print and file. It names no day: the register does, and the same query of the same
data gives the same bytes."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from helpers.errors import ParameterError
from helpers.files import PRIVATE, folder_in_the_making, write_whole
from helpers.params.models import Office
from helpers.publish.data_service.answers import Answer
from helpers.publish.data_service.data_files import data_file, dictionary_file
from helpers.publish.data_service.dictionary import dictionary_of
from helpers.publish.data_service.queries import Query
from helpers.tables.requests import AUDIENCE_THAI, Audience

EXTRACTS = "extracts"
"""The folder of answers among the outputs."""
DICTIONARY, RECEIPT, PAGE = "dictionary.csv", "receipt.json", "receipt.html"
_TEMPLATES = Path(__file__).parent / "templates"
_NAME_DIGITS = 8
_PROGRAMME = "workbook"


@dataclass(frozen=True)
class Requester:
    """The organisation that asked, and for what purpose; both empty for the office's own use."""

    organisation: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class GivenFile:
    """The data file of an answer."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Extract:
    """An answer as the files that are handed over."""

    given: GivenFile
    command: str
    files: Mapping[str, bytes]

    @property
    def folder_name(self) -> str:
        """A name for the folder: what was asked, and a part of the digest of the receipt."""
        return f"{self.given.name.partition('.')[0]}-{sha256(self.files[RECEIPT]).hexdigest()[:_NAME_DIGITS]}"


def extract_of(answer: Answer, requester: Requester, office: Office) -> Extract:
    """Every file of an answer: the data, their dictionary, and the receipt twice."""
    query = answer.query
    content = data_file(answer, office)
    sample = "-sample" if answer.is_sample else ""
    name = f"{query.dataset}-{query.table}-{answer.audience}{sample}.{query.format}"
    given = GivenFile(name, sha256(content).hexdigest(), len(answer.rows))
    command = command_of(query, requester, answer.audience)
    dictionary = dictionary_file(answer)
    receipt = _receipt(answer, requester, office, given, command) | {
        "dictionary": {"name": DICTIONARY, "sha256": sha256(dictionary).hexdigest()}
    }
    files = {
        given.name: content,
        DICTIONARY: dictionary,
        RECEIPT: f"{json.dumps(receipt, ensure_ascii=False, indent=1)}\n".encode(),
        PAGE: _template()
        .render(receipt=receipt, answer=answer, dictionary=dictionary_of(answer.fields), words=query_in_words(answer))
        .encode(),
    }
    return Extract(given, command, files)


def _receipt(answer: Answer, requester: Requester, office: Office, given: GivenFile, command: str) -> dict[str, object]:
    query = answer.query
    return {
        "office": office.name,
        "data": "sample" if answer.is_sample else "real",
        "request": {**asdict(requester), "use": "request" if requester.organisation else "office"},
        "query": {
            **asdict(query),
            "periods": [str(period) for period in query.periods],
            "filters": [f"{name}={value}" for name, value in query.filters],
        },
        "audience": str(answer.audience),
        "rule": rule_words(answer),
        "sources": [asdict(source) for source in answer.sources],
        "given": asdict(given),
        "command": command,
        "programme": {"name": _PROGRAMME, "version": version(_PROGRAMME)},
    }


def rule_words(answer: Answer) -> str:
    """Why the answer is for whom it is, in Thai."""
    if answer.audience is Audience.PUBLIC:
        return "ทุกคอลัมน์ที่แสดง เลือก แยก และรวม เป็นข้อมูลที่เผยแพร่ได้ และไม่แสดงข้อมูลทีละคน"
    return f"ใช้ในราชการเท่านั้น ห้ามเผยแพร่ต่อ เพราะ{' '.join(answer.reasons)}"


def query_in_words(answer: Answer) -> list[tuple[str, str]]:
    """What was asked, as heads and words in Thai."""
    query, known = answer.query, {field.name: field.meaning for field in answer.schema.fields}

    def named(names: tuple[str, ...]) -> str:
        return " · ".join(f"{known[name]} ({name})" for name in names)

    counted = f"ผลรวมของ{named((query.measure,))}" if query.measure else "จำนวนแถว"
    return [
        ("ชุดข้อมูล", answer.dataset.title),
        ("ตาราง", f"{query.dataset}.{query.table}: {answer.schema.grain}"),
        ("งวด", " · ".join(period.thai for period in query.periods)),
        ("เงื่อนไข", " · ".join(f"{known[name]} = {value}" for name, value in query.filters) or "ทุกแถว"),
        ("ให้", f"{counted} แยกตาม {named(query.by) or 'งวด'}" if query.aggregates else named(query.columns)),
    ]


def command_of(query: Query, requester: Requester, audience: Audience) -> str:
    """The command that gives the same answer of the same data, without folders of this machine."""
    options: list[tuple[str, str]] = [("--periods", ",".join(map(str, query.periods)))]
    options += [("--filter", f"{name}={value}") for name, value in query.filters]
    if query.aggregates:
        options += [("--by", ",".join(query.by))] * bool(query.by)
        options += [("--sum", query.measure)] * bool(query.measure)
    else:
        options.append(("--columns", ",".join(query.columns)))
    options.append(("--format", query.format))
    options += [("--for", requester.organisation), ("--purpose", requester.purpose)] * bool(requester.organisation)
    words = [
        _PROGRAMME,
        "extract",
        f"{query.dataset}.{query.table}",
        *(word for pair in options for word in pair),
    ]
    counts = ["--count"] * (query.aggregates and not query.measure)
    return shlex.join([*words, *counts, *(["--public"] if audience is Audience.PUBLIC else [])])


def put_extract(extract: Extract, folder: Path) -> bool:
    """Put the files into a new folder, all of them or none; False where they are there already, byte by byte. Raises
    ParameterError where the folder holds anything else."""
    if folder.exists():
        there = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} if folder.is_dir() else {}
        if there == extract.files:
            return False
        raise ParameterError("มีโฟลเดอร์หรือไฟล์ชื่อนี้อยู่แล้ว", where=str(folder), remedy="ลบของเดิม หรือใช้ --output ชื่ออื่น")
    with folder_in_the_making(folder, PRIVATE) as scratch:
        for name, content in extract.files.items():
            write_whole(scratch / name, content, PRIVATE)
        scratch.rename(folder)
    return True


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"AUDIENCE_THAI": AUDIENCE_THAI}
    return environment.get_template("receipt.html.j2")
