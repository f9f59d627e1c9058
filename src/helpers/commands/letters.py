"""The verb letter: what is handed on of a report."""

from argparse import Namespace

from helpers.audit.freshness import statuses
from helpers.audit.letters import refusal, write_letters
from helpers.audit.portal import write_portal
from helpers.catalogue import open_graph
from helpers.errors import WorkbookError, raise_together
from helpers.render.letters import SUFFIXES
from helpers.reports.catalogue import existing_reports, selected
from helpers.reports.folders import Folders


def letter(options: Namespace, folders: Folders) -> None:
    """workbook letter REPORT… [--as FORM]: write the memo, slides, sheet and card of current reports; those of others
    are refused, each with its reason, after all that can be written. The index links what is there."""
    params = folders.read_params()
    states = {status.report_id: status for status in statuses(folders, params)}
    graph = open_graph(folders.data_folder, params)
    specs = {spec.id: spec for spec in existing_reports(graph, states)}
    forms = [options.form] if options.form else list(SUFFIXES)
    problems: list[WorkbookError] = []
    for report_id in selected(sorted(states), options.reports):
        if report_id not in specs:
            problems.append(refusal(states[report_id]))
            continue
        try:
            for path in write_letters(specs[report_id], states[report_id], forms, folders, graph):
                print(path)
        except WorkbookError as error:
            problems.append(error)
    print(write_portal(folders, params))
    raise_together(problems)
