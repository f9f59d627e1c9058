"""What the words of the command line have in common: the parser that speaks Thai, commands that are imported when they
are called, and arguments that many verbs take."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

from helpers.reports.folders import Folders

MISUSED = 2
"""What a command that cannot be parsed exits with."""
Verbs = argparse._SubParsersAction  # argparse gives its own kind of group no public name


class Parser(argparse.ArgumentParser):
    """Prints what is wrong with a command in Thai; argparse's message stays, as the technical part."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and exit."""
        remedy = f"ดูคำและตัวอย่างด้วย {self.prog} --help"
        self.exit(MISUSED, f"ผิดพลาด: คำสั่งไม่ครบหรือมีคำที่ไม่รู้จัก ({message})\n  วิธีแก้: {remedy}\n")


def later(module: str, function: str) -> Callable[[argparse.Namespace, Folders], None]:
    """A command that is imported when it is called: pandas and Jupyter take seconds to load, `--help` must not."""
    return lambda options, folders: getattr(import_module(f"helpers.commands.{module}"), function)(options, folders)


def verb(verbs: Verbs[Parser], name: str, description: str) -> Parser:
    """A new word, with what it does."""
    return verbs.add_parser(name, help=description, description=description)


def add_reports(word: argparse.ArgumentParser) -> None:
    """Let a word take ids of reports, and how many are made at a time."""
    word.add_argument("reports", nargs="*", metavar="REPORT", help="รหัสรายงานหรือส่วนต้นของรหัส (ปกติทุกฉบับ)")
    add_jobs(word)


def add_jobs(word: argparse._ActionsContainer) -> None:
    """Let a word take how many reports are made at a time; as many as the machine has cores unless it is said."""
    word.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N", help="ทำพร้อมกันกี่ฉบับ")


def positive(text: str) -> int:
    """A number from 1 on. Raises argparse's error for any other text."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” ใช้ไม่ได้ ต้องเป็นจำนวนเต็มตั้งแต่ 1 ขึ้นไป")
    return int(text)
