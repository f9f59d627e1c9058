"""Quarto itself: where it is found, whether it is new enough, and one render of a project, after which nothing of it
runs any more."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from helpers.errors import RenderingError

OLDEST = (1, 9)
"""Older versions have no `post-quarto` for one filter of all formats."""
_VARIABLE = "QUARTO_PATH"
_VERSION = re.compile(r"(?<![\d.])\d+\.\d+(?:\.\d+)?")
_SECONDS_TO_ANSWER = 60
_SECONDS_TO_START, _SECONDS_A_PAGE = 300, 60
_LAST_WORDS = 600
"""So many letters of what Quarto printed last are shown."""
_KEPT_VARIABLES = ("SYSTEMROOT", "COMSPEC", "PATHEXT", "WINDIR", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE")
"""What Windows needs to start a program; everything else of the user's environment stays out."""
_REMEDY = "ติดตั้ง Quarto 1.9 ขึ้นไป (conda env update -f environment.yml) หรือตั้ง QUARTO_PATH เป็นที่อยู่ของโปรแกรม"
_WITHOUT = "ถ้าจะให้ผู้อื่นทำต่อ สั่งอีกครั้งด้วย --project-only ซึ่งไม่ต้องใช้ Quarto"


@dataclass(frozen=True)
class Quarto:
    """A Quarto that is new enough."""

    path: Path
    version: str


def find_quarto(environment: Mapping[str, str]) -> Quarto:
    """The Quarto that the variable QUARTO_PATH names; else the first one that is new enough on the path and in the
    folders into which it is installed. Raises RenderingError where there is none."""
    named = environment.get(_VARIABLE, "")
    candidates = [Path(named)] if named else list(dict.fromkeys(_candidates(environment)))
    versions = {path: _version(path) for path in candidates if path.is_file()}
    for path, version in versions.items():
        if _numbers(version) >= OLDEST:
            return Quarto(path, version)
    older = ", ".join(f"{path} รุ่น {version or '(ไม่ตอบ)'}" for path, version in versions.items())
    problem = "Quarto ที่มีอยู่เก่ากว่ารุ่น 1.9 หรือใช้ไม่ได้" if older else "ไม่พบโปรแกรม Quarto"
    raise RenderingError(problem, where=older or named, remedy=f"{_REMEDY} {_WITHOUT}")


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    on_path = shutil.which("quarto", path=environment.get("PATH", ""))
    yield from (Path(program) for program in (on_path,) if program)
    home = Path(environment.get("HOME", "") or environment.get("USERPROFILE", "") or ".")
    name = "quarto.exe" if os.name == "nt" else "quarto"
    roots = [Path(sys.prefix), Path(sys.prefix, "Library"), home / ".local", home / "Applications" / "quarto"]
    roots += [Path("/Applications/quarto"), Path("/opt/quarto"), Path("/usr/local")]
    roots += [Path(environment["LOCALAPPDATA"], "Programs", "Quarto")] if "LOCALAPPDATA" in environment else []
    roots += [Path(environment["PROGRAMFILES"], "Quarto")] if "PROGRAMFILES" in environment else []
    yield from (root / "bin" / name for root in roots)


def _version(path: Path) -> str:
    """What a program answers to the question for its version; empty for none."""
    try:
        asked = subprocess.run(
            [path, "--version"], capture_output=True, stdin=subprocess.DEVNULL, check=True, timeout=_SECONDS_TO_ANSWER
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    answer = _VERSION.search(asked.stdout.decode(errors="replace"))
    return answer[0] if answer else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split(".")) if version else ()


def seconds_allowed(pages: int) -> float:
    """How long a render of so many pages may take, on a slow machine too."""
    return _SECONDS_TO_START + _SECONDS_A_PAGE * pages


def render_project(quarto: Quarto, project: Path, scratch: Path, day: datetime, seconds: float) -> None:
    """Render all formats of the project in one call. `scratch` is an empty folder of ours for what Quarto keeps beside,
    `day` the fixed time of the files.

    Raises RenderingError for a render that fails or takes longer than these seconds. Whatever happens, neither Quarto
    nor anything that it started runs on.
    """
    log = scratch / "quarto.log"
    command = [str(quarto.path), "render", str(project), "--no-execute"]
    try:
        code = _exit_code(command, project, _environment(quarto, scratch, day), log, seconds)
    except subprocess.TimeoutExpired as late:
        remedy = "ปิดโปรแกรมอื่นแล้วสั่งอีกครั้ง หรือเลือกรายงานให้น้อยลง"
        problem = f"Quarto ไม่เสร็จภายใน {seconds:,.0f} วินาที จึงหยุดไว้"
        raise RenderingError(problem, where=_last_words(log), remedy=remedy) from late
    if code != 0:
        remedy = "อ่านข้อความของ Quarto ข้างบน ถ้าเป็นรุ่นที่ใหม่มากให้ลองรุ่น 1.9 รายงานเดิมยังอยู่ครบ"
        raise RenderingError(f"Quarto จบด้วยรหัส {code}", where=_last_words(log), remedy=remedy)


def _exit_code(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path, seconds: float) -> int:
    """Run a command in a process group of its own, which is ended whole; what it prints goes to the log. Raises
    TimeoutExpired."""
    with log.open("wb") as printed:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return process.wait(seconds)
        finally:
            _end_group(process)


def _environment(quarto: Quarto, scratch: Path, day: datetime) -> dict[str, str]:
    """All that Quarto finds around it: nothing of the user's, so that a page can print none of it."""
    homes = {name: scratch / name.lower() for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    homes |= dict.fromkeys(("USERPROFILE", "LOCALAPPDATA", "APPDATA"), scratch / "home")
    homes |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch / "tmp")
    for folder in homes.values():
        folder.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    paths = [str(quarto.path.parent), os.defpath] + ([os.environ.get("PATH", "")] if os.name == "nt" else [])
    fixed = {"PATH": os.pathsep.join(paths), "LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": f"{day.timestamp():.0f}"}
    return kept | {name: str(folder) for name, folder in homes.items()} | fixed


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started, whether it has ended itself or not."""
    if os.name == "nt":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):  # nothing of it is left
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _last_words(log: Path) -> str:
    """What Quarto printed last, without colours."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", log.read_text(encoding="utf-8", errors="replace")).strip()
    return text[-_LAST_WORDS:]
