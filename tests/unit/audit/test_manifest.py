import json
from pathlib import Path

import pytest

from helpers.audit.manifest import FILES_OF_ALL, HISTORY, NAME, Manifest, manifest_text, read_manifest, superseded
from helpers.reports.folders import SECOND_READER, Folders
from helpers.reports.inputs import fingerprint

FILES = dict.fromkeys(sorted(FILES_OF_ALL), b"page") | {"facts.csv": b"facts", "findings.csv": b"found"}
INPUTS = {
    "report": "round/2568-1/dmc",
    "parameters": {"round_id": "2568-1"},
    "data_kind": "real",
    "deliveries": {"2568-1/dmc": {"a.csv (00000000)": {"sha256": "0" * 64, "rows": 3, "report": "enrolment"}}},
    "snapshots": {"2568-1/dmc": "0" * 16},
    "params": {"office.yml": "ab"},
    "notebook": {"round/dmc": "cd"},
    "helpers": {"thai.py": "ef", SECOND_READER: "01"},
}


def written(folder: Path, **other: object) -> Path:
    """A report folder that is whole."""
    folder.mkdir(parents=True)
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    folders = Folders(folder, folder, folder, folder)
    text = manifest_text({**INPUTS, **other}, "f" * 16, "เรื่อง", FILES, folders)
    (folder / NAME).write_text(text, encoding="utf-8")
    return folder


def test_content_says_what_went_in_and_what_came_out(tmp_path: Path) -> None:
    manifest = read_manifest(written(tmp_path / "a"))
    assert manifest
    assert manifest.inputs == INPUTS
    assert {name: stated["bytes"] for name, stated in manifest.outputs.items()} == {
        name: len(content) for name, content in FILES.items()
    }
    assert manifest.outputs["findings.csv"]["sensitivity"] == "confidential"
    assert manifest.outputs["report.html"]["sensitivity"] == "internal"
    assert manifest.content["git_commit"] == ""


def test_content_is_the_same_wherever_and_whenever_it_is_made(tmp_path: Path) -> None:
    one, other = (json.loads((written(tmp_path / name) / NAME).read_text("utf-8")) for name in ("a", "b"))
    assert one["content"] == other["content"]
    assert str(tmp_path) not in json.dumps(one["content"])
    assert set(one["execution"]) == {"made", "python", "machine", "versions"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"execution": {}}', '{"content": 3}'])
def test_half_a_manifest_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"report": "../round"},
        {"report": "/etc"},
        {"fingerprint": "../../.."},
        {"fingerprint": 3},
        {"outputs": ["report.html"]},
        {"outputs": {"../report.html": {"sha256": "0"}}},
        {"outputs": {"report.html": "0"}},
        {"inputs": None},
        {"inputs": INPUTS | {"snapshots": {"2568-1/dmc": "../../../elsewhere"}}},
        {"inputs": INPUTS | {"snapshots": {"dmc": "0" * 16}}},
        {"inputs": INPUTS | {"notebook": {}}},
        {"inputs": INPUTS | {"deliveries": {"2568-1/dmc": {"a.csv": {}}}}},
    ],
    ids=str,
)
def test_a_manifest_that_a_run_cannot_have_written_is_none(tmp_path: Path, wrong: dict[str, object]) -> None:
    folder = written(tmp_path / "a")
    whole = json.loads((folder / NAME).read_text(encoding="utf-8"))
    assert read_manifest(folder)
    (folder / NAME).write_text(json.dumps(whole | {"content": whole["content"] | wrong}), encoding="utf-8")
    assert read_manifest(folder) is None


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"content":' * 100_000])
def test_what_is_nested_without_end_is_none(tmp_path: Path, deep: str) -> None:
    (tmp_path / NAME).write_text(deep, encoding="utf-8")
    assert read_manifest(tmp_path) is None


def test_no_manifest_is_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None


def test_changed_and_missing_files_are_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "a")
    manifest = read_manifest(folder)
    assert manifest
    assert not list(manifest.changed_files(folder))
    (folder / "report.html").write_bytes(b"pagE")
    (folder / "facts.csv").unlink()
    assert dict(manifest.changed_files(folder)) == {"facts.csv": "หายไป", "report.html": "ถูกแก้ไขหลังสร้างรายงาน"}


def test_a_manifest_that_names_too_few_files_hides_none(tmp_path: Path) -> None:
    folder = written(tmp_path / "a")
    manifest = read_manifest(folder)
    assert manifest
    blind = Manifest({**manifest.content, "outputs": {}})
    assert {name for name, _ in blind.changed_files(folder)} == FILES_OF_ALL


def test_a_report_of_an_earlier_version_needs_no_second_reader(tmp_path: Path) -> None:
    folder = written(tmp_path / "a", helpers={"thai.py": "ef"})
    manifest = read_manifest(folder)
    assert manifest
    outputs = {name: stated for name, stated in manifest.outputs.items() if name != SECOND_READER}
    assert not list(Manifest({**manifest.content, "outputs": outputs}).changed_files(folder))


def test_a_manifest_of_another_report_or_of_other_inputs_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path / "a")
    manifest = read_manifest(folder)
    assert manifest
    own = Manifest({**manifest.content, "fingerprint": fingerprint(manifest.inputs)})
    place = own.content["report"]
    assert not list(own.contradictions(folder, place))
    assert not list(own.contradictions(folder, f"history/{place}/{own.content['fingerprint']}"))
    assert list(own.contradictions(folder, "round/2568-2/dmc")) == [f"manifest.json เป็นของรายงาน {place}"]
    assert "ลายนิ้วมือ" in "".join(manifest.contradictions(folder, place))
    (folder / "stray.html").write_bytes(b"x")
    assert list(own.contradictions(folder, place)) == ["ไฟล์ stray.html ไม่ใช่ของรายงาน"]


def test_superseded_reports_are_listed_by_id(tmp_path: Path) -> None:
    assert superseded(tmp_path) == []
    written(tmp_path / HISTORY / "round" / "2568-1" / "dmc" / "b")
    written(tmp_path / HISTORY / "round" / "2568-1" / "dmc" / "a")
    assert superseded(tmp_path) == ["history/round/2568-1/dmc/a", "history/round/2568-1/dmc/b"]
