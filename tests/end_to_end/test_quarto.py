"""Quarto in a whole run: what it makes is of the reports in place, and is put there whole or not at all."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

from made_up.fake_quarto import write_fake_quarto
from made_up.project import Home

REPORT, OTHER = "round/2568-1/emis", "round/2568-1/dmc"
NAME = "round-2568-1-emis"


def with_quarto(home: Home, part: str = "") -> Home:
    """The office on a machine whose Quarto plays a part."""
    return replace(home, surroundings={"QUARTO_PATH": str(write_fake_quarto(home.root / "program", part))})


def there(home: Home, form: str) -> list[str]:
    folder = home.outputs / "quarto" / form
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_documents_are_of_current_reports_and_stay_when_others_are_made_or_fail(copied: Home) -> None:
    shutil.rmtree(copied.data / "notebooks")  # a lost cache is no loss
    (copied.outputs / REPORT / "report.html").unlink()  # stale: brought up to date first
    printed = with_quarto(copied).workbook("quarto", REPORT, "--as", "documents", "--to", "docx,html,pdf").stdout
    assert printed.splitlines() == [f"สร้างแล้ว  {REPORT}", str(copied.outputs / "quarto" / "documents")]
    made = [f"{NAME}.docx", f"{NAME}.html", f"{NAME}.pdf"]
    assert there(copied, "documents") == ["quarto.json", *made]
    assert list(json.loads(copied.read("quarto/documents/quarto.json"))["reports"]) == [REPORT]

    with_quarto(copied).workbook("quarto", OTHER, "--as", "documents")
    every = sorted(["quarto.json", "round-2568-1-dmc.docx", *made])
    assert there(copied, "documents") == every

    before = {name: copied.read(f"quarto/documents/{name}") for name in every}
    failed = with_quarto(copied, "changes").workbook("quarto", REPORT, "--as", "documents", "--to", "html", code=16)
    assert "ในตำแหน่งของ" in failed.stderr
    assert {name: copied.read(f"quarto/documents/{name}") for name in there(copied, "documents")} == before


def test_the_project_alone_needs_no_quarto_and_holds_nothing_that_runs(copied: Home) -> None:
    without = replace(copied, surroundings={"QUARTO_PATH": str(copied.root / "nothing")})
    without.workbook("quarto", REPORT, OTHER, "--as", "book", "--project-only")
    names = there(copied, "book-project")
    assert {"_quarto.yml", "book.qmd", f"blocks/{NAME}.json", "workbook.lua", "word.docx", "quarto.json"} <= set(names)
    assert not [name for name in names if Path(name).suffix in (".ipynb", ".py", ".R")]
