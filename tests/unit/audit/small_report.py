"""A report of a few facts in place, without a notebook: what verification and tracing are tested on."""

from pathlib import Path

from helpers.audit.manifest import FILES_OF_ALL, NAME, manifest_text, read_manifest
from helpers.catalogue import open_graph
from helpers.facts.definitions import Operation
from helpers.facts.ledger import write_csv
from helpers.params.folder import Params
from helpers.reports.catalogue import existing_reports
from helpers.reports.fact_book import FactBook
from helpers.reports.fact_specs import Selection, Tables
from helpers.reports.folders import Folders
from helpers.reports.inputs import described_inputs, fingerprint
from unit.audit.small_office import office, received
from unit.facts.stated import lines

REPORT = "round/2568-1/dmc"


def report_in_place(folder: Path) -> Folders:
    """An office with a pupil list of five, and a report that counts them."""
    folders = office(folder)
    put_in_place(folders, received(folders))
    return folders


def put_in_place(folders: Folders, params: Params) -> None:
    """The same report of what the office has received now; a version that was there moves to the history."""
    graph = open_graph(folders.data_folder, params)
    (spec,) = existing_reports(graph)
    stated = FactBook(Tables(spec, graph.snapshots(spec.reads), graph.datasets, params), params)
    stated.from_table(Operation.SUM, "pupils.total", "นักเรียน", "enrolment.pupils", "คน", Selection())
    stated.from_table(Operation.SUM, "pupils.by_sex", "ตามเพศ", "enrolment.pupils", "คน", Selection(by=["sex"]))
    stated.from_table(Operation.COUNT, "listed.total", "ในบัญชีรายชื่อ", "pupils", "คน", Selection())
    stated.from_table(Operation.DISTINCT, "schools.counted", "โรงเรียน", "enrolment.smis", "โรงเรียน", Selection())
    stated.from_table(Operation.SUM, "pupils.by_school", "รายโรงเรียน", "enrolment.pupils", "คน", Selection(by=["smis"]))
    stated.from_table(Operation.COUNT, "schools.total", "โรงเรียน", "schools", "โรงเรียน", Selection())
    stated.from_facts(Operation.RATIO, "share", "ร้อยละ", "pupils.by_sex", "pupils.total", "ร้อยละ")
    inputs = described_inputs(spec, folders, graph)
    files = dict.fromkeys(FILES_OF_ALL, b"page") | {"facts.csv": write_csv(lines(stated.present())).encode()}
    report = folders.outputs / REPORT
    if (manifest := read_manifest(report)) is not None:
        earlier = folders.outputs / "history" / REPORT / manifest.content["fingerprint"]
        earlier.parent.mkdir(parents=True)
        report.rename(earlier)
    report.mkdir(parents=True)
    text = manifest_text(inputs, fingerprint(inputs), spec.title, files, folders)
    for name, content in {**files, NAME: text.encode()}.items():
        (report / name).write_bytes(content)
