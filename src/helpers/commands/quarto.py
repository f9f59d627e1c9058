"""The verb quarto."""

import os
import webbrowser
from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from helpers.audit.publishing import Result
from helpers.audit.quarto import Compilation, write_compilation, write_project
from helpers.audit.updating import bring_up_to_date, here
from helpers.catalogue import open_graph
from helpers.commands.deliveries import receive_waiting
from helpers.errors import CollectionError, ParameterError, raise_together
from helpers.render.quarto.forms import USUAL_FORMATS, Form, Format
from helpers.render.quarto.program import find_quarto
from helpers.reports.catalogue import existing_reports, selected_reports
from helpers.reports.folders import Folders
from helpers.reports.school_kind import is_school_page
from helpers.reports.specs import Spec
from helpers.tables.graph import Graph


def quarto(options: Namespace, folders: Folders) -> None:
    """workbook quarto [REPORT…] --as FORM [--to FORMATS] [--project-only] [--open]: bring the reports up to date and
    have Quarto make a site, a book or documents of them, or write the project for it. Pages of schools are taken only
    where they are asked for by name."""
    form = Form(options.form)
    formats = _formats(options.to, form)
    if options.open and (options.project_only or Format.HTML not in formats):
        remedy = "ใช้ --open กับ --to html เท่านั้น และไม่ใช้กับ --project-only"
        raise ParameterError("ไม่มีหน้าเว็บให้เปิด", where="--open", remedy=remedy)
    program = None if options.project_only else find_quarto(os.environ)
    params, _ = receive_waiting(folders)
    graph = open_graph(folders.data_folder, params)
    asked = Compilation(_current_reports(options, folders, graph), form, formats)
    if program is None:
        print(write_project(asked, folders, graph, options.jobs))
        return
    made = write_compilation(asked, program, folders, graph, options.jobs)
    print(made)
    if options.open:
        _serve(made)


def _formats(text: str | None, form: Form) -> tuple[Format, ...]:
    """The formats, each once, in the order in which they are made. Raises ParameterError for an unknown one."""
    names = text.split(",") if text is not None else USUAL_FORMATS[form]
    unknown = [name for name in names if name not in list(Format)]
    if unknown:
        remedy = f"ใช้ {', '.join(Format)} คั่นด้วยจุลภาค"
        raise ParameterError(f"ไม่รู้จักรูปแบบ “{' '.join(unknown)}”", where="--to", remedy=remedy)
    return tuple(kind for kind in Format if kind in names)


def _current_reports(options: Namespace, folders: Folders, graph: Graph) -> Sequence[Spec]:
    """The reports, each up to date. Raises what stopped any of them: a part would pass for the whole."""
    specs = selected_reports(existing_reports(graph, options.reports), options.reports)
    specs = [spec for spec in specs if options.reports or not is_school_page(spec.id)]
    if not specs:
        remedy = "รับไฟล์ด้วย workbook receive แล้วสั่งอีกครั้ง"
        raise CollectionError("ยังไม่ได้รับไฟล์ที่ใช้สร้างรายงานได้", where=str(folders.data), remedy=remedy)
    results = bring_up_to_date(specs, folders, graph.params, here(options.jobs), _say)
    raise_together([result.error for result in results if result.error])
    return specs


def _say(result: Result) -> None:
    if result.made:
        print(f"สร้างแล้ว  {result.report_id}")


class _Quiet(SimpleHTTPRequestHandler):
    """A server of files that prints no line for each of them."""

    def log_message(self, *_: object) -> None:
        """Print nothing."""
        return


def _serve(folder: Path) -> None:
    """Show the folder to this machine's browser until Ctrl-C: pages that are opened as files cannot search."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        print(f"เปิดอยู่ที่ {address} หยุดด้วย Ctrl-C", flush=True)
        webbrowser.open(address)
        server.serve_forever()
