"""An office of a test that is worked through the command line, in this process, and what it then holds."""

import os
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pytest

from builders import Office
from helpers.__main__ import main
from helpers.catalogue import open_graph
from helpers.periods import parse_period

AREA = "8601"


@dataclass(frozen=True)
class Trial(Office):
    """An office that is worked through the command line; `captured` is what keeps what commands print."""

    captured: pytest.CaptureFixture[str]

    @property
    def folders(self) -> dict[str, Path]:
        """The folders that the command line takes, by option."""
        return {name: self.folder / name for name in ("data", "params", "outputs")}

    def say(self, *words: str, code: int | None = 0) -> str:
        """Run `workbook …` for this office and return everything that it printed. `code` is how it must exit, None for
        any way."""
        return self.say_of_none(*(f"--{name}={path}" for name, path in self.folders.items()), *words, code=code)

    def say_of_none(self, *words: str, code: int | None = 0) -> str:
        """The same without naming the office's folders."""
        self.captured.readouterr()
        exited = 0
        with patch.dict(os.environ):
            try:
                main(list(words))
            except SystemExit as stopped:
                exited = int(stopped.code or 0)
        printed = "".join(self.captured.readouterr())
        assert code in (None, exited), f"{words}: exit {exited}\n{printed}"
        assert "Traceback" not in printed
        return printed

    def take_in(self, *paths: Path, code: int | None = 0, options: tuple[str, ...] = ()) -> str:
        """Receive files that must all be taken in, unless `code` says otherwise."""
        return self.say("receive", *map(str, paths), *options, code=code)

    def table(self, period: str, source: str, table: str) -> pd.DataFrame:
        """A table of the store as it stands now."""
        snapshot = open_graph(self.data, self.params).snapshot(source, parse_period(period))
        assert snapshot
        return snapshot.read(table)

    def findings(self, period: str, source: str) -> pd.DataFrame:
        """What is found in a period's files."""
        return self.table(period, source, "findings")

    def rules(self, period: str, source: str) -> set[str]:
        """The rules that find anything."""
        return set(self.findings(period, source)["rule"])

    def pupils(self, period: str, source: str = "dmc") -> int:
        """How many pupils a round has."""
        return int(self.table(period, source, "enrolment")["pupils"].sum())

    def amounts(self, year: str, programme: str) -> dict[str, str]:
        """What a programme pays each school, as it is printed."""
        paid = self.table(year, programme, "allocation").groupby("smis")["amount"].sum()
        return {str(smis): f"{amount:,.2f}" for smis, amount in paid.items()}
