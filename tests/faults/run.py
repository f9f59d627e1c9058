"""Plant every fault, or those whose id or file holds a word, and say who saw it: `make faults`, `make faults ONLY=dmc`.

A run of all writes the table in docs/auditing.md. It fails where neither unit tests nor `verify --deep` saw a fault.
"""

import shutil
import sys
from collections.abc import Sequence
from time import monotonic

from faults.catalogue import ROOT, read_faults
from faults.planting import Trial, demand_none_without_fault, prepare, try_faults
from faults.table import write_table

WORK = ROOT / "build" / "faults"
JOBS = 2


def main(only: str) -> int:
    """Run the faults that `only` names, all for nothing; the exit code."""
    begun = monotonic()
    faults = [fault for fault in read_faults() if only in fault.id or only in fault.file]
    if not faults:
        _print(f"no fault has “{only}” in its id or file")
        return 2
    shutil.rmtree(WORK, ignore_errors=True)
    _print(f"{len(faults)} faults: preparing the sample, and seeing that nobody sees anything without a fault")
    prepared = prepare(WORK / "prepared", sorted({report for fault in faults for report in fault.reports}))
    demand_none_without_fault(faults, prepared, WORK)
    trials = []
    for number, trial in enumerate(try_faults(faults, prepared, WORK, JOBS), 1):
        trials.append(trial)
        _print(f"{number:3}/{len(faults)}  {_described(trial)}")
    if not only:
        write_table(trials)
    return _concluded(trials, monotonic() - begun)


def _described(trial: Trial) -> str:
    tests, findings, verify, deep = trial.verdict.columns
    seen = f"tests {tests}  findings {findings}  verify {verify}  deep {deep}"
    return f"{trial.fault.id:<44} {seen}  {trial.seconds:5.1f} s"


def _concluded(trials: Sequence[Trial], seconds: float) -> int:
    unseen = [trial for trial in trials if not trial.verdict.seen]
    for trial in unseen:
        _print(f"seen by neither unit tests nor verify --deep: {trial.fault.id}\n{trial.printed}")
    _print(f"{len(trials) - len(unseen)} of {len(trials)} faults seen, {seconds / 60:.1f} minutes")
    shutil.rmtree(WORK, ignore_errors=True)
    return 1 if unseen else 0


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else ""))
