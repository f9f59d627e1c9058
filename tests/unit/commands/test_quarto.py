"""What may be asked of `workbook quarto`, and its server for pages that search."""

import threading
import urllib.request
import webbrowser
from argparse import Namespace
from pathlib import Path

import pytest

from helpers.__main__ import parser
from helpers.commands import quarto
from helpers.errors import ParameterError, RenderingError
from helpers.reports.folders import Folders


def asked(*words: str) -> Namespace:
    return parser().parse_args(["quarto", *words])


@pytest.mark.parametrize(
    ("words", "formats"),
    [
        (["--as", "site"], ["html"]),
        (["--as", "book"], ["docx", "pdf"]),
        (["--as", "documents"], ["docx"]),
        (["--as", "documents", "--to", "pdf,html,pdf"], ["html", "pdf"]),
    ],
)
def test_formats_are_those_asked_for_or_usual_each_once(words: list[str], formats: list[str]) -> None:
    options = asked(*words)
    assert list(quarto._formats(options.to, quarto.Form(options.form))) == formats


def test_an_unknown_format_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="ไม่รู้จักรูปแบบ “epub ”") as refused:
        quarto.quarto(asked("--as", "site", "--to", "html,epub,"), Folders(tmp_path, tmp_path, tmp_path))
    assert "html, docx, pdf" in refused.value.remedy


@pytest.mark.parametrize("words", [["--as", "documents"], ["--as", "site", "--project-only"]])
def test_only_pages_can_be_opened(tmp_path: Path, words: list[str]) -> None:
    with pytest.raises(ParameterError, match="ไม่มีหน้าเว็บให้เปิด"):
        quarto.quarto(asked(*words, "--open"), Folders(tmp_path, tmp_path, tmp_path))


def test_a_missing_quarto_is_told_before_any_report_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTO_PATH", str(tmp_path / "nothing"))
    with pytest.raises(RenderingError, match="ไม่พบโปรแกรม Quarto"):
        quarto.quarto(asked("--as", "site"), Folders(tmp_path, tmp_path, tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_pages_are_shown_to_this_machine_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.html").write_text("page", encoding="utf-8")
    opened: list[str] = []
    ready = threading.Event()
    monkeypatch.setattr(webbrowser, "open", lambda address: (opened.append(address), ready.set()))
    threading.Thread(target=quarto._serve, args=(tmp_path,), daemon=True).start()
    assert ready.wait(10)
    with urllib.request.urlopen(opened[0]) as answer:
        assert answer.read() == b"page"
    assert opened[0].startswith("http://127.0.0.1:")
    assert capfd.readouterr().err == ""
