"""The data service on a small sample: the examples of its page, and what the annual report counts of them."""

import json
import re
import shlex
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from contract.repository import ROOT
from helpers.catalogue import open_graph
from helpers.periods import AcademicYear
from helpers.reports.folders import Folders
from helpers.tables.requests import read_requests
from made_up.project import Home

PAGE = (ROOT / "docs" / "data-service.md").read_text(encoding="utf-8")
EXAMPLES = [shlex.split(line)[1:] for line in re.findall(r"^    (workbook extract .*--for .*)$", PAGE, re.MULTILINE)]
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


def folders_of(home: Home) -> Folders:
    return Folders(home.data, home.params, home.outputs)


def test_the_examples_of_the_page_answer_and_are_entered(copied_budget: Home) -> None:
    assert len(EXAMPLES) == 3
    folder = folders_of(copied_budget).data_folder
    before = read_requests(folder) or ()
    for words in EXAMPLES:
        copied_budget.workbook(*words)
    entered = (read_requests(folder) or ())[len(before) :]
    assert [request.audience for request in entered] == ["public", "public", "office"]
    for request in entered:
        assert request.rows > 0
        (receipt,) = (
            path
            for path in (copied_budget.outputs / "extracts").glob("*/receipt.json")
            if request.sha256 in path.read_text(encoding="utf-8")
        )
        assert sha256((receipt.parent / request.name).read_bytes()).hexdigest() == request.sha256
        assert json.loads(receipt.read_text(encoding="utf-8"))["data"] == "sample"
    again = shlex.split(entered[0].command)[1:]
    assert "ไม่ลงซ้ำ" in copied_budget.workbook(*again).stdout


def test_requests_of_the_year_are_those_of_the_register(budgeted: Home) -> None:
    folders = folders_of(budgeted)
    snapshot = open_graph(folders.data_folder, folders.read_params()).snapshot("performance", AcademicYear(2568))
    assert snapshot is not None
    rows = snapshot.read("requests")
    assert rows["row"].tolist() == list(range(2, len(read_requests(folders.data_folder) or ()) + 2))
    assert set(rows["delivery"]) <= set(snapshot.read("deliveries")["delivery"])


@pytest.mark.parametrize("query", QUERIES)
def test_the_queries_of_the_page_run_on_open_data(query: str, tmp_path: Path) -> None:
    head = "report,period,{keys},fact,title,value,unit,is_total,withheld"
    files = {
        "round-dmc-by-school": ("smis,school_name", "34010001,บ้านก", "pupils.by_school", "50", "รวม,รวม"),
        "round-emis-by-school": ("smis,school_name", "34010001,บ้านก", "pupils.per_teacher.by_school", "12.5", ""),
        "round-dmc-by-grade-sex": ("grade,sex", "ป.1,รวม", "pupils.by_grade", "40", "รวม,รวม"),
    }
    for name, (keys, key, fact, value, total) in files.items():
        lines = [head.format(keys=keys), f"r,2568-2,{key},{fact},t,{value},คน,false,"]
        lines += [f"r,2568-2,{total},{fact},t,999,คน,true,"] if total else []
        lines.append(f"r,2568-1,{key.replace('34010001', '34010002')},{fact},t,,คน,false,ปิดไว้")
        (tmp_path / f"{name}.csv").write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")
    answer = duckdb.sql(re.sub(r"'([\w-]+\.csv)'", rf"'{tmp_path}/\1'", query)).fetchall()
    assert answer
    assert "999" not in str(answer)
