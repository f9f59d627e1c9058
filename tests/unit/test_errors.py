import pytest

from helpers import errors
from helpers.errors import DeliveryError, NotebookError, ParameterError, WorkbookError, raise_together
from helpers.reports.notebooks import NotebookStoppedError

EXIT_CODES = {
    "ParameterError": 10,
    "ProgrammeError": 11,
    "CollectionError": 12,
    "DeliveryError": 13,
    "DataQualityError": 14,
    "NotebookError": 15,
    "RenderingError": 16,
    "VerificationError": 17,
    "StorageError": 18,
    "UnforeseenError": 19,
    "ClusterError": 20,
}


def test_an_error_says_problem_place_and_remedy() -> None:
    text = str(DeliveryError("ไฟล์ว่าง", where="ก.csv", remedy="ดาวน์โหลดใหม่"))
    assert text.splitlines() == ["ไฟล์ว่าง", "  ที่: ก.csv", "  วิธีแก้: ดาวน์โหลดใหม่"]


def test_every_kind_has_its_exit_code() -> None:
    kinds = {name: kind.exit_code for name, kind in vars(errors).items() if _is_kind(kind)}
    assert kinds == EXIT_CODES


def _is_kind(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, WorkbookError) and value is not WorkbookError


def test_no_errors_raise_nothing() -> None:
    raise_together([])


def test_one_error_is_raised_as_it_is() -> None:
    only = ParameterError("ก", remedy="ข")
    with pytest.raises(ParameterError) as raised:
        raise_together([only])
    assert raised.value is only


def test_many_errors_are_raised_as_one_that_lists_them_all() -> None:
    with pytest.raises(DeliveryError, match=r"(?s)พบปัญหา 2 รายการ.*1\. ก.*2\. ค"):
        raise_together(DeliveryError(problem, remedy="ข") for problem in "กค")


def test_notebooks_that_stopped_are_listed_together() -> None:
    stopped = [NotebookStoppedError(problem, where="รายงาน", notebook=None) for problem in "กค"]
    with pytest.raises(NotebookError, match=r"(?s)พบปัญหา 2 รายการ.*1\. ก.*2\. ค") as raised:
        raise_together(stopped)
    assert raised.value.parts == tuple(stopped)
    assert raised.value.exit_code == 15
