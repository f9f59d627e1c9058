"""Sample and real data never mix, whichever way they come."""

import shutil
from pathlib import Path

import pytest

from builders import Office, aggregate, make_office, write_csv
from helpers.deliveries.receiving import receive_in_place
from helpers.errors import DeliveryError


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _sample_folder(folder: Path) -> Path:
    path = write_csv(folder / "downloads" / "a.csv", aggregate("enrolment"))
    (folder / "KIND").write_text("sample\n")
    return path


def test_sample_and_real_never_mix(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    sample = _sample_folder(tmp_path_factory.mktemp("sample"))
    real = write_csv(office.folder / "b.csv", aggregate("age"))
    with pytest.raises(DeliveryError, match="ทั้งข้อมูลจริงและข้อมูลตัวอย่าง"):
        office.receive(sample, real)
    office.receive(real)
    with pytest.raises(DeliveryError, match="เก็บข้อมูลจริง จะรับข้อมูลตัวอย่างไม่ได้"):
        office.receive(sample)
    assert [entry.name for entry in office.data.register()] == ["b.csv"]


def test_a_folder_of_samples_takes_no_real_file(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    office.receive(_sample_folder(tmp_path_factory.mktemp("sample")))
    assert office.data.kind == "sample"
    with pytest.raises(DeliveryError, match="เก็บข้อมูลตัวอย่าง จะรับข้อมูลจริงไม่ได้"):
        office.receive(write_csv(office.folder / "b.csv", aggregate("age")))


def test_nothing_received_leaves_the_folder_open_to_either(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (office.folder / "empty").mkdir()
    assert office.receive(office.folder / "empty") == []
    office.receive(_sample_folder(tmp_path_factory.mktemp("sample")))
    assert office.data.kind == "sample"


def test_real_files_put_there_by_hand_keep_samples_out(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write_csv(office.data.deliveries / "2568-3" / "dmc" / "x.csv", aggregate("age"))
    receive_in_place(office.data, office.params)
    with pytest.raises(DeliveryError, match="เก็บข้อมูลจริง"):
        office.receive(_sample_folder(tmp_path_factory.mktemp("sample")))


@pytest.mark.parametrize("kind", ["sample", "real"])
@pytest.mark.parametrize("mark", [None, "", "saMple", "other"])
@pytest.mark.parametrize("registered", [True, False])
def test_a_folder_in_use_whose_mark_is_gone_or_changed_asks(
    kind: str, mark: str | None, registered: bool, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("in")
    office.receive(_sample_folder(folder) if kind == "sample" else write_csv(folder / "a.csv", aggregate("enrolment")))
    office.snapshot()
    (office.data.root / "KIND").unlink()
    if mark is not None:
        (office.data.root / "KIND").write_text(mark)
    if not registered:
        (office.data.root / "register.csv").unlink()
        shutil.rmtree(office.data.root / "register-copies")
    with pytest.raises(DeliveryError, match="KIND"):
        _ = office.data.kind
    with pytest.raises(DeliveryError, match="KIND"):
        office.receive(write_csv(office.folder / "b.csv", aggregate("age")))


def test_sample_data_never_become_real_by_another_mark(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office.receive(_sample_folder(tmp_path_factory.mktemp("sample")))
    (office.data.root / "KIND").write_text("real\n")
    with pytest.raises(DeliveryError, match=r"(?s)ทะเบียนบอกว่าเป็นข้อมูลตัวอย่าง.*คำเดียว: sample"):
        _ = office.data.kind
    (office.data.root / "KIND").write_text("sample\n")
    assert office.data.kind == "sample"
