"""A report of a few facts in place, whose notebook was filled and not run: what the audit is tested on."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_output

from helpers.audit.manifest import FILES_OF_ALL, NAME, manifest_text, read_manifest
from helpers.catalogue import open_graph
from helpers.charts import Picture, bars, distribution
from helpers.facts.definitions import Fact, Operation
from helpers.facts.ledger import write_csv
from helpers.params.folder import Params
from helpers.render import renderers
from helpers.render.blocks import Chart, Opening, TableBlock, Text, to_bundle
from helpers.reports.catalogue import existing_reports
from helpers.reports.chart_data import points
from helpers.reports.closing import receipts
from helpers.reports.fact_book import FactBook
from helpers.reports.fact_specs import Selection, Tables
from helpers.reports.folders import SECOND_READER, Folders
from helpers.reports.inputs import described_inputs, fingerprint
from helpers.reports.notebooks import notebook_bytes
from helpers.reports.production import findings_file
from helpers.reports.prose import sentence
from helpers.reports.specs import Spec
from helpers.reports.tables import FactColumn, RowHeads, drawn, fact_table
from unit.audit.small_office import office, received
from unit.facts.stated import lines

REPORT = "round/2568-1/dmc"
SENTENCE = "นักเรียนทั้งหมด {pupils.total} ชาย {pupils.by_sex[sex=ช]} {share[sex=ช]} จาก {schools.counted}"


def report_in_place(folder: Path) -> Folders:
    """An office with a pupil list of five, and a report that counts them."""
    folders = office(folder)
    put_in_place(folders, received(folders))
    return folders


def put_in_place(folders: Folders, params: Params) -> None:
    """The same report of what the office has received now; a version that was there moves to the history."""
    graph = open_graph(folders.data_folder, params)
    (spec,) = existing_reports(graph)
    snapshots = graph.snapshots(spec.reads)
    stated = FactBook(Tables(spec, snapshots, graph.datasets, params), params)
    stated.from_table(Operation.SUM, "pupils.total", "นักเรียน", "enrolment.pupils", "คน", Selection())
    stated.from_table(Operation.SUM, "pupils.by_sex", "ตามเพศ", "enrolment.pupils", "คน", Selection(by=["sex"]))
    stated.from_table(Operation.COUNT, "listed.total", "ในบัญชีรายชื่อ", "pupils", "คน", Selection())
    stated.from_table(Operation.DISTINCT, "schools.counted", "โรงเรียน", "enrolment.smis", "โรงเรียน", Selection())
    stated.from_table(Operation.SUM, "pupils.by_school", "รายโรงเรียน", "enrolment.pupils", "คน", Selection(by=["smis"]))
    stated.from_table(Operation.COUNT, "schools.total", "โรงเรียน", "schools", "โรงเรียน", Selection())
    stated.from_facts(Operation.RATIO, "share", "ร้อยละ", "pupils.by_sex", "pupils.total", "ร้อยละ")
    inputs = described_inputs(spec, folders, graph)
    notebook = filled(spec, folders, stated, fingerprint(inputs))
    facts = write_csv(lines(stated.present())).encode()
    files = rendered(notebook) | {"report.ipynb": notebook_bytes(notebook), "facts.csv": facts}
    files |= {SECOND_READER: folders.second_reader.read_bytes()}
    report = folders.outputs / REPORT
    if (manifest := read_manifest(report)) is not None:
        earlier = folders.outputs / "history" / REPORT / manifest.content["fingerprint"]
        earlier.parent.mkdir(parents=True)
        report.rename(earlier)
    report.mkdir(parents=True)
    assert set(files) == FILES_OF_ALL
    if findings := findings_file(snapshots["this"]):
        files["findings.csv"] = findings
    text = manifest_text(inputs, fingerprint(inputs), spec.title, files, folders)
    for name, content in {**files, NAME: text.encode()}.items():
        (report / name).write_bytes(content)


def rendered(notebook: nbformat.NotebookNode) -> dict[str, bytes]:
    """The pages of a notebook."""
    return {name: page for name, render in renderers().items() if (page := render(notebook))}


def filled(spec: Spec, folders: Folders, stated: FactBook, fingerprint: str) -> nbformat.NotebookNode:
    """The report's notebook with all of its prose and code; its opening cell shows a sentence, two tables and a chart
    of the stated facts, and the cell of the sizes its chart."""
    notebook = nbformat.read(folders.notebooks / f"{spec.kind}.ipynb", as_version=4)
    opening = next(cell for cell in notebook.cells if "open_report(" in cell.source and cell.cell_type == "code")
    shown = [Opening(
        report_id=spec.id, title=spec.title, office="สำนักงานเขตตัวอย่าง", office_short="สพป.ตัวอย่าง", period="2568",
        as_of="10 มิถุนายน 2568", as_of_iso="2025-06-10", sample=folders.data_folder.kind == "sample",
        fingerprint=fingerprint,
    )]  # fmt: skip
    facts = stated.facts
    shown.append(Text(role="lead", paragraphs=(sentence(SENTENCE, facts, {}),)))
    shown += [by(stated, "pupils.by_sex", "sex", "เพศ"), by(stated, "pupils.by_school", "smis", "โรงเรียน")]
    picture, chart = drawing(stated)
    outputs = [*(to_bundle(block) for block in shown), to_bundle(chart, picture.svg, picture.narrow)]
    outputs.append(to_bundle(receipts(stated.present(), stated._tables)))
    opening.outputs = [new_output("display_data", data=bundle) for bundle in outputs]
    for cell in notebook.cells:
        if '"sizes-chart"' in cell.source:
            cell.outputs = [new_output("display_data", data=to_bundle(*sizes(stated)))]
    return notebook


def by(stated: FactBook, fact: str, dimension: str, label: str) -> TableBlock:
    """A table of one fact."""
    known = stated.known(fact)
    assert isinstance(known, Fact)
    heads = RowHeads((label,), (1.0,))
    return fact_table(fact.replace(".", "-"), known.title, dimension, [(FactColumn("คน", fact), known)], heads)


def sizes(stated: FactBook) -> tuple[Chart, str, str]:
    """The chart of the sizes of all schools that the notebook shows, with its drawings."""
    known = stated.known("pupils.by_school")
    assert isinstance(known, Fact)
    data = points("smis", [(FactColumn("นักเรียน", known.id), known)], RowHeads(("โรงเรียน",), (1.0,)))
    picture = distribution("ขนาดของทุกโรงเรียน", data.labels, data.series[0], unit=known.unit)
    return Chart(name="sizes-chart", title="ขนาดของทุกโรงเรียน", alt=picture.alt), picture.svg, picture.narrow


def drawing(stated: FactBook) -> tuple[Picture, Chart]:
    """A chart of the pupils of each school."""
    known = stated.known("pupils.by_school")
    assert isinstance(known, Fact)
    data = drawn("smis", [(FactColumn("คน", known.id), known)], RowHeads(("โรงเรียน",), (1.0,)))
    picture = bars(known.title, data.labels, data.series, unit=data.unit)
    return picture, Chart(name="by-school-chart", title=known.title, alt=picture.alt)
