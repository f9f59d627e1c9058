import pytest

from helpers.audit.tracing import Trace, named_cell, trace
from helpers.errors import ParameterError, VerificationError
from helpers.facts.codes import number_code
from helpers.reports.folders import Folders
from unit.audit.small_office import SCHOOLS
from unit.audit.small_report import REPORT, report_in_place

FILE = "2568-1-student.csv"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return report_in_place(tmp_path_factory.mktemp("tracing"))


def traced(folders: Folders, fact: str, key: str = "", report: str = REPORT) -> Trace:
    return trace(report, fact, key, folders)


def test_a_sum_leads_to_its_rows_and_what_each_gave(folders: Folders) -> None:
    rows = traced(folders, "pupils.by_sex", "sex=ญ").rows
    assert [(row.file, row.row, row.school, row.value) for row in rows] == [(FILE, 6, SCHOOLS[1], "1")]
    assert [row.row for row in traced(folders, "pupils.total").rows] == [3, 4, 5, 6, 7]


def test_a_count_has_rows_and_no_values(folders: Folders) -> None:
    found = traced(folders, "schools.total")
    assert found.rows
    assert {row.value for row in found.rows} == {""}


def test_a_ratio_leads_on_to_both_of_its_parts(folders: Folders) -> None:
    found = traced(folders, "share", "sex=ช")
    assert found.line.value == "0.800000"
    assert not found.rows
    assert [(part.line.fact, part.line.key, len(part.rows)) for part in found.parts] == [
        ("pupils.by_sex", "sex=ช", 4),
        ("pupils.total", "", 5),
    ]


@pytest.mark.parametrize(
    ("fact", "key", "remedy"),
    [
        ("pupils.totl", "", "ชื่อใกล้เคียงคือ pupils.total"),
        ("xyz", "", "ดูชื่อทั้งหมดใน facts.csv"),
        ("pupils.by_sex", "", 'ต้องมี --key "sex=ช" หรือ --key "sex=ญ"'),
        ("pupils.by_sex", "sex=ญญ", 'ต้องมี --key "sex=ญ"'),
        ("pupils.total", "sex=ช", "ไม่ใส่ --key"),
    ],
)
def test_an_unknown_fact_or_key_is_answered_with_what_there_is(
    folders: Folders, fact: str, key: str, remedy: str
) -> None:
    with pytest.raises(ParameterError) as unknown:
        traced(folders, fact, key)
    assert unknown.value.remedy.startswith(remedy)
    assert "[]" not in str(unknown.value)


def test_a_report_that_is_not_there_is_said(folders: Folders) -> None:
    with pytest.raises(VerificationError, match="ไม่พบรายงานที่สมบูรณ์"):
        traced(folders, "pupils.total", report="round/2569-1/dmc")


def test_a_code_leads_to_its_number(folders: Folders) -> None:
    line = traced(folders, number_code("pupils.by_sex", "sex=ญ")).line
    assert (line.fact, line.key) == ("pupils.by_sex", "sex=ญ")
    with pytest.raises(ParameterError, match="ไม่มีตัวเลขที่มีรหัสนี้: BBBBBB"):
        traced(folders, "BBBBBB")


def test_a_code_that_two_numbers_share_asks_for_one_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.facts.codes.number_code", lambda *_: "BBBBBB")
    with pytest.raises(ParameterError, match="มีตัวเลขสองตัวที่ใช้รหัสนี้") as refused:
        named_cell("BBBBBB", "", [("pupils.total", ""), ("share", "sex=ช")], REPORT)
    assert 'ระบุ pupils.total --key "" หรือ share --key "sex=ช"' in str(refused.value)
