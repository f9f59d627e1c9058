"""A program that stands in for Quarto, written where a test wants it."""

import sys
from pathlib import Path

_PLAYER = Path(__file__).with_name("quarto_player.py")


def write_fake_quarto(folder: Path, part: str = "") -> Path:
    """The program's path. `part` is what it plays: nothing for a Quarto that does what it should, or one of `old`,
    `fails`, `hangs`, `half`, `loses`, `changes`, `adds`."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "quarto"
    program.write_text(f"#!{sys.executable}\n{_PLAYER.read_text(encoding='utf-8')}", encoding="utf-8")
    program.chmod(0o755)
    (folder / "part.txt").write_text(part, encoding="utf-8")
    return program
