"""An office with a small pupil list, asked for data."""

from pathlib import Path

import pytest

from helpers.catalogue import open_graph
from helpers.publish.data_service.answers import Answer, answer
from helpers.publish.data_service.queries import QueryWords, parse_query
from helpers.reports.folders import Folders
from helpers.tables.graph import Graph
from unit.audit.small_office import SCHOOLS, office, pupil, received

PUPILS = (
    pupil(1),
    pupil(2, sex="ญ", title="เด็กหญิง", nationality="ลาว"),
    pupil(3, grade="ป.2", birth_date="01/01/2561", age="7"),
    pupil(4, smis=SCHOOLS[1], school_name="โรงเรียนตัวอย่าง 2"),
)


def asked_office(root: Path, *, sample: bool = False) -> Folders:
    """The office after it received the list."""
    folders = office(root, sample=sample)
    received(folders, PUPILS)
    return folders


def graph_of(folders: Folders) -> Graph:
    """Its data sets."""
    return open_graph(folders.data_folder, folders.read_params())


def answer_to(graph: Graph, words: QueryWords) -> Answer:
    """What it answers."""
    return answer(*parse_query(words, graph), graph)


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The data sets of one such office, to be read and never changed."""
    return graph_of(asked_office(tmp_path_factory.mktemp("asked")))
