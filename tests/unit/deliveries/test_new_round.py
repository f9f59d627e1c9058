from datetime import date
from pathlib import Path

import pytest

from helpers.deliveries import new_round
from helpers.deliveries.new_round import write_round
from helpers.errors import ParameterError
from helpers.params.models import CollectionRound
from helpers.params.strict_yaml import read_model
from helpers.periods import Round
from helpers.systems.system import systems


@pytest.mark.parametrize(
    ("number", "as_of", "closes"),
    [
        (1, date(2025, 6, 10), date(2025, 6, 10)),
        (2, date(2025, 11, 10), date(2025, 11, 10)),
        (3, date(2026, 4, 30), date(2026, 4, 30)),
    ],
)
def test_a_new_round_is_a_file_that_is_read_and_waits_for_confirmation(
    number: int, as_of: date, closes: date, tmp_path: Path
) -> None:
    path = write_round(tmp_path, Round(2568, number))
    assert path == tmp_path / "rounds" / f"2568-{number}.yml"
    written = read_model(path, CollectionRound)
    assert (written.as_of.date, written.window.closes) == (as_of, closes)
    assert {written.as_of.status, written.window.status} == {"to_confirm"}
    assert written.expected == {name: system.expected(Round(2568, number)) for name, system in systems().items()}


def test_a_round_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = write_round(tmp_path, Round(2568, 1))
    assert path is not None
    path.write_text("ของสำนักงาน", encoding="utf-8")
    assert write_round(tmp_path, Round(2568, 1)) is None
    assert path.read_text(encoding="utf-8") == "ของสำนักงาน"


@pytest.mark.parametrize("words", ["หนังสือ: ศธ 04006", "ข้อ # 2", "'ก' \"ข\"", "- ข้อ 1", "0123", "no"])
def test_any_words_are_read_back_as_they_were(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(new_round._DAY, 1, words)
    path = write_round(tmp_path, Round(2568, 1))
    assert path is not None
    assert read_model(path, CollectionRound).as_of.reference == words


def test_what_cannot_be_read_back_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(new_round._DAY, 1, "")
    with pytest.raises(ParameterError):
        write_round(tmp_path, Round(2568, 1))
    assert list((tmp_path / "rounds").iterdir()) == []
