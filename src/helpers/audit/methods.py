"""`outputs/methods/<year>`: what the reports of a year rest on, as a page and its PDF. A record beside them says what
they were made from."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from filelock import FileLock
from nbformat import NotebookNode
from pydantic import BaseModel, Field, ValidationError

from helpers.audit.disclosure import refuse_disclosure
from helpers.audit.methods_lists import methods_notebooks
from helpers.audit.pages_html import html_problems
from helpers.audit.pages_pdf import pdf_problems
from helpers.audit.publishing import outputs_lock
from helpers.digests import code_digest, description_digest, digest_if_there
from helpers.files import SHARED, folder_in_the_making, matching, write_whole
from helpers.params.models import Office
from helpers.render import html, pdf
from helpers.render.methods_note import METHODS, for_readers, methods_year
from helpers.render.notebook_parts import notebook_pieces, opening_of
from helpers.reports.folders import Folders

PAGE, PDF, RECORD = "report.html", "report.pdf", "methods.json"


class MethodsRecord(BaseModel):
    """The content of `methods.json`: the digest of what the page lists and of what draws it, and the SHA-256 of each
    file."""

    content: str
    files: dict[Annotated[str, Field(pattern=r"^report\.\w+$")], str]


def write_methods(folders: Folders, office: Office) -> None:
    """Write the pages that are not what they would be now, and remove those of years without a report. Same outputs,
    same bytes. Raises DataQualityError where a page would show what identifies a learner."""
    pages = methods_notebooks(folders.outputs, office)
    there = folders.outputs / METHODS
    for year, notebook in pages.items():
        content = _content_digest(notebook)
        if _standing(there / year, content):
            files = {PAGE: html.render(notebook), PDF: pdf.render(notebook)}
            refuse_disclosure(files, (), folders.data_folder.key(), f"{METHODS}/{year}")
            _put_in_place(there / year, files, content, folders.outputs)
    with FileLock(outputs_lock(folders.outputs)):
        for left in matching(there, "*"):
            if left.is_dir() and left.name not in pages:
                shutil.rmtree(left)


def years_with_methods(reports: Iterable[str]) -> list[str]:
    """The years of these reports that have a page."""
    return sorted({year for report_id in reports if (year := methods_year(report_id))})


def stale_methods(outputs: Path, office: Office) -> Iterator[str]:
    """Which pages are not what `run` would write now, in Thai."""
    pages = methods_notebooks(outputs, office)
    for year, notebook in pages.items():
        if standing := _standing(outputs / METHODS / year, _content_digest(notebook)):
            yield f"{METHODS}/{year} {standing} สั่ง workbook run เพื่อเขียนใหม่"
    for left in (path.name for path in matching(outputs / METHODS, "*") if path.is_dir()):
        if left not in pages:
            yield f"{METHODS}/{left} ไม่มีรายงานของปีนี้แล้ว สั่ง workbook run เพื่อลบออก"


def read_record(folder: Path) -> MethodsRecord | None:
    """The record of a page; None where there is none, or it is damaged."""
    try:
        return MethodsRecord.model_validate(json.loads((folder / RECORD).read_text(encoding="utf-8")), strict=True)
    except (OSError, ValueError, RecursionError, ValidationError):
        return None


def methods_problems(outputs: Path, office: Office) -> Iterator[str]:
    """What is wrong with the pages, in Thai: files that were changed, and pages that say other than the reports in
    place although they were made from these. Where a page is only older than its reports, `stale_methods` says it."""
    for year, notebook in methods_notebooks(outputs, office).items():
        folder = outputs / METHODS / year
        record = read_record(folder)
        if record is None:
            yield from (f"{METHODS}/{year}/{RECORD} เสียหาย",) if (folder / RECORD).exists() else ()
            continue
        yield from (f"{METHODS}/{year}/{problem}" for problem in changed_files(folder))
        if record.content == _content_digest(notebook):
            yield from (f"{METHODS}/{year}: {problem}" for problem in _said_otherwise(folder, notebook))


def _said_otherwise(folder: Path, notebook: NotebookNode) -> Iterator[str]:
    pieces = for_readers(notebook_pieces(notebook))
    opening = opening_of(pieces)
    yield from html_problems(_content(folder / PAGE), pieces, opening)
    yield from pdf_problems(_content(folder / PDF), pieces, opening)


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def changed_files(folder: Path) -> Iterator[str]:
    """How the files of a page differ from what was written, in Thai."""
    record = read_record(folder)
    if record is None:
        yield f"{RECORD} เสียหายหรือหายไป"
        return
    for name, digest in record.files.items():
        if (now := digest_if_there(folder / name)) != digest:
            yield f"{name} {'ถูกแก้ไขหลังสร้าง' if now else 'หายไป'}"


def _standing(folder: Path, content: str) -> str:
    """Why a page must be written, in Thai; empty for one that is as it would be written now."""
    record = read_record(folder)
    if record is None:
        return "ยังไม่ได้สร้าง"
    return "ไม่เป็นปัจจุบัน" if record.content != content or any(changed_files(folder)) else ""


def _put_in_place(final: Path, files: Mapping[str, bytes], content: str, outputs: Path) -> None:
    digests = {name: sha256(made).hexdigest() for name, made in sorted(files.items())}
    record = MethodsRecord(content=content, files=digests).model_dump_json(indent=1) + "\n"
    with FileLock(outputs_lock(outputs)), folder_in_the_making(final) as scratch:
        for name, made in {**files, RECORD: record.encode()}.items():
            write_whole(scratch / name, made, SHARED)
        if final.exists():
            shutil.rmtree(final)
        scratch.rename(final)


def _content_digest(notebook: NotebookNode) -> str:
    return description_digest([notebook, code_digest(html.__name__, pdf.__name__)])
