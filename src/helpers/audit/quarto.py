"""What Quarto makes of reports in place: a site, a book, documents, or the project alone. It is made of current
reports, and put in place whole, with a record that says of which versions, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import nbformat
from filelock import FileLock
from nbformat import NotebookNode

from helpers.audit.approvals import standing_of
from helpers.audit.disclosure import refuse_disclosure
from helpers.audit.manifest import read_manifest
from helpers.audit.pages_pdf import page_texts
from helpers.audit.publishing import outputs_lock, pupil_names
from helpers.audit.quarto_pages import made_problems
from helpers.audit.quarto_record import PROJECT, QUARTO, RECORD, QuartoRecord, read_record
from helpers.errors import RenderingError, VerificationError
from helpers.facts.definitions import natural_key
from helpers.facts.ledger import cell_values
from helpers.files import SHARED, folder_in_the_making, write_whole
from helpers.processes import in_processes
from helpers.render.quarto.forms import Form, Format
from helpers.render.quarto.pages import QuartoPage, quarto_page
from helpers.render.quarto.program import Quarto, render_project, seconds_allowed
from helpers.render.quarto.project import OUTPUT, last_day, project_files
from helpers.render.quarto.tokens import page_name
from helpers.reports.folders import Folders
from helpers.reports.notebooks import executed, notebook_bytes
from helpers.reports.production import PRELOADED, with_approvals
from helpers.reports.specs import Spec
from helpers.tables.graph import Graph

_MOST_NAMED = 10


@dataclass(frozen=True)
class Compilation:
    """What is asked for: which reports become what together, in which formats."""

    specs: Sequence[Spec]
    form: Form
    formats: tuple[Format, ...]


def write_project(asked: Compilation, folders: Folders, graph: Graph, jobs: int) -> Path:
    """Put the Quarto project of reports in place; its folder. Raises as `write_compilation` does, but for what Quarto
    does itself."""
    pages = _pages(asked, folders, jobs)
    files = project_files(pages, asked.form, asked.formats)
    where = f"{QUARTO}/{asked.form}{PROJECT}"
    refuse_disclosure(_scanned(files), _names(asked.specs, graph), folders.data_folder.key(), where)
    return _put_in_place(files, asked, "", folders, where)


def write_compilation(asked: Compilation, quarto: Quarto, folders: Folders, graph: Graph, jobs: int) -> Path:
    """Have Quarto make the files of reports, look at what came out, and put it in place; its folder.

    Raises VerificationError for a report that is no longer as it was put in place, RenderingError where Quarto fails or
    where what it made lacks or adds anything, and DataQualityError where a file would show what identifies a learner.
    """
    pages = _pages(asked, folders, jobs)
    made = made_by_quarto(pages, asked.form, asked.formats, quarto)
    where = f"{QUARTO}/{asked.form}"
    refuse_disclosure(_scanned(made), _names(asked.specs, graph), folders.data_folder.key(), where)
    return _put_in_place(made, asked, quarto.version, folders, where)


def made_by_quarto(
    pages: Sequence[QuartoPage], form: Form, formats: Sequence[Format], quarto: Quarto
) -> dict[str, bytes]:
    """What Quarto makes of these pages, by path. Raises RenderingError where Quarto fails, and for anything made that
    is not as the pages say."""
    with tempfile.TemporaryDirectory() as scratch:
        project, beside = Path(scratch, "project"), Path(scratch, "beside")
        beside.mkdir()
        for name, content in project_files(pages, form, formats).items():
            write_whole(project / name, content)
        render_project(quarto, project, beside, last_day(pages), seconds_allowed(len(pages)))
        made = _read(project / OUTPUT)
    _refuse_problems(made_problems(made, pages, form, formats), quarto)
    return made


def _refuse_problems(problems: Iterable[str], quarto: Quarto) -> None:
    listed = list(problems)
    if listed:
        more = [f"และอีก {len(listed) - _MOST_NAMED:,} ข้อ"] if len(listed) > _MOST_NAMED else []
        remedy = f"สั่งอีกครั้ง ถ้าเป็นเช่นเดิมให้ใช้ Quarto รุ่นอื่น (ที่ใช้คือรุ่น {quarto.version}) ฉบับเดิมยังอยู่ครบ"
        problem = "สิ่งที่ Quarto สร้างไม่ตรงกับรายงาน จึงไม่นำไปวาง"
        raise RenderingError(problem, where="\n      ".join([*listed[:_MOST_NAMED], *more]), remedy=remedy)


def _read(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their path in it; none of a folder that is not there."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _pages(asked: Compilation, folders: Folders, jobs: int) -> list[QuartoPage]:
    """The pages of the reports in reading order. Raises VerificationError for one that is not as it was put in
    place."""
    ids = {spec.id for spec in asked.specs}
    tasks = [(spec, folders, _fingerprint(spec.id, folders)) for spec in asked.specs]
    pages = list[QuartoPage]()
    for outcome in in_processes(_taken, tasks, jobs, preload=PRELOADED):
        spec = outcome.task[0]
        if outcome.done is None:
            raise _not_as_made(spec.id, outcome.stopped)
        notebook = _as_in_place(spec.id, outcome.done, folders)
        page = quarto_page(notebook, ids)
        _refuse_other_values(spec.id, page, folders)
        pages.append(page)
    return sorted(pages, key=_reading_order)


_TOPS = ("annual", "round", "programme", "school")


def _reading_order(page: QuartoPage) -> tuple[int, str, tuple[object, ...]]:
    top, period, _ = page.opening.report_id.split("/")
    return _TOPS.index(top), period, (natural_key(page.opening.title),)


def _taken(task: tuple[Spec, Folders, str]) -> bytes:
    """The report's notebook as it was executed under this fingerprint, prose and all: from the cache, or executed
    anew."""
    spec, folders, fingerprint = task
    os.environ.update(folders.environment())
    with tempfile.TemporaryDirectory() as scratch:
        return notebook_bytes(executed(spec, folders, fingerprint, Path(scratch)))


def _as_in_place(report_id: str, content: bytes, folders: Folders) -> NotebookNode:
    """The notebook with the approvals in force, which must be, byte for byte, the one beside the report's pages."""
    folder = folders.outputs / report_id
    manifest = read_manifest(folder)
    if manifest is None:
        raise _not_as_made(report_id, "manifest.json")
    executed_notebook = nbformat.reads(content.decode(), as_version=4)
    notebook = with_approvals(executed_notebook, standing_of(folder, manifest, folders).lines)
    if sha256(notebook_bytes(notebook)).hexdigest() != manifest.outputs["report.ipynb"]["sha256"]:
        raise _not_as_made(report_id, "report.ipynb")
    return notebook


def _refuse_other_values(report_id: str, page: QuartoPage, folders: Folders) -> None:
    """Raise VerificationError for a number of the page that is not the fact of the report in place."""
    values = cell_values((folders.outputs / report_id / "facts.csv").read_text(encoding="utf-8"))
    for number in page.numbers:
        stated = values.get((number["fact"], number["key"]))
        if stated is None or stated[0] != number["value"]:
            raise _not_as_made(report_id, f"{number['fact']} {number['key']}")


def _not_as_made(report_id: str, what: str) -> VerificationError:
    remedy = f"สั่ง workbook verify {report_id} เพื่อดูว่าอะไรเปลี่ยน แล้วสั่ง workbook run ให้เป็นปัจจุบัน"
    return VerificationError("รายงานไม่ตรงกับที่สร้างไว้ จึงไม่ส่งให้ Quarto", where=f"{report_id} ({what})", remedy=remedy)


def _fingerprint(report_id: str, folders: Folders) -> str:
    manifest = read_manifest(folders.outputs / report_id)
    if manifest is None:
        raise _not_as_made(report_id, "manifest.json")
    return str(manifest.content["fingerprint"])


def _names(specs: Sequence[Spec], graph: Graph) -> set[str]:
    return {name for spec in specs for name in pupil_names(spec, graph)}


_READABLE = (".html", ".json", ".qmd", ".yml", ".xml", ".txt", ".typ", ".md")


def _scanned(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What the scan for learners reads: every file of words, the parts of Word files, and the text of PDF files."""
    parts = {f"{name}.txt": content for name, content in files.items() if name.endswith(_READABLE)}
    for name, content in files.items():
        if name.endswith(".docx"):
            with ZipFile(BytesIO(content)) as archive:
                texts = [part for part in archive.namelist() if part.endswith(".xml")]
                parts |= {f"{name} {part}.txt": archive.read(part) for part in texts}
        elif name.endswith(".pdf"):
            parts[f"{name}.txt"] = "\n".join(page_texts(content)).encode(errors="replace")
    return parts


def _put_in_place(files: Mapping[str, bytes], asked: Compilation, version: str, folders: Folders, where: str) -> Path:
    """A process that dies in between leaves nothing rather than a part."""
    final = folders.outputs / where
    reports = {spec.id: _fingerprint(spec.id, folders) for spec in asked.specs}
    kept = _kept(final, reports) if where == f"{QUARTO}/{Form.DOCUMENTS}" else _Kept({}, {}, {}, ())
    contents = {**kept.files, **files}
    record = QuartoRecord(
        formats=[kind for kind in Format if kind in (*asked.formats, *kept.formats)],
        reports={**kept.reports, **reports},
        version=version,
        files=dict(sorted({**kept.digests, **_digests(files)}.items())),
    )
    text = record.model_dump_json(indent=1) + "\n"
    with FileLock(outputs_lock(folders.outputs)), folder_in_the_making(final) as scratch:
        for name, content in {**contents, RECORD: text.encode()}.items():
            write_whole(scratch / name, content, SHARED)
        if final.exists():
            shutil.rmtree(final)
        scratch.rename(final)
    return final


@dataclass(frozen=True)
class _Kept:
    """Documents of other reports that stay: their files, the digests that these had when they were made, and the
    fingerprints of their reports."""

    files: Mapping[str, bytes]
    digests: Mapping[str, str]
    reports: Mapping[str, str]
    formats: tuple[Format, ...]


def _kept(folder: Path, made: Container[str]) -> _Kept:
    """The documents that are there of reports not `made` now; somebody may have written into them."""
    record = read_record(folder)
    if record is None:
        return _Kept({}, {}, {}, ())
    others = {report: fingerprint for report, fingerprint in record.reports.items() if report not in made}
    names = {f"{page_name(report)}.{kind}" for report in others for kind in record.formats} & record.files.keys()
    there = {name: (folder / name).read_bytes() for name in sorted(names) if (folder / name).is_file()}
    return _Kept(there, {name: record.files[name] for name in there}, others, tuple(record.formats))


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha256(content).hexdigest() for name, content in files.items()}
