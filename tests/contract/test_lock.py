"""The lock holds every package by version and digest, names no host, and is what conda and this environment use."""

import re
import tomllib
from importlib.metadata import version

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from contract.repository import ROOT, demand_none

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENTRY = re.compile(r"^(\S[^\\\n]*?) \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE)
LOCKED = [Requirement(entry[1]) for entry in ENTRY.finditer(LOCK)]


def declared() -> list[Requirement]:
    for_running, for_building = PROJECT["project"]["dependencies"], PROJECT["build-system"]["requires"]
    return [Requirement(text) for text in [*for_running, *for_building, *PROJECT["dependency-groups"]["dev"]]]


def locked_versions(wanted: Requirement) -> list[str]:
    same = [entry for entry in LOCKED if canonicalize_name(entry.name) == canonicalize_name(wanted.name)]
    return [specifier.version for entry in same for specifier in entry.specifier]


def test_every_line_is_a_pinned_package_with_hashes() -> None:
    comments = re.compile(r"^ *#.*\n?", re.MULTILINE)
    assert not comments.sub("", ENTRY.sub("", LOCK)).strip()
    demand_none(str(entry) for entry in LOCKED if [specifier.operator for specifier in entry.specifier] != ["=="])


def test_no_host_is_named() -> None:
    assert "://" not in LOCK


def test_what_the_project_asks_for_is_locked() -> None:
    unmet = [str(wanted) for wanted in declared() if not list(wanted.specifier.filter(locked_versions(wanted)))]
    assert not unmet, "make lock"


def test_what_users_may_add_is_tested() -> None:
    extras = [text for extra in PROJECT["project"]["optional-dependencies"].values() for text in extra]
    demand_none(text for text in extras if text not in PROJECT["dependency-groups"]["dev"])


def test_this_environment_is_the_locked_one() -> None:
    here = [entry for entry in LOCKED if entry.marker is None or entry.marker.evaluate()]
    demand_none(str(entry) for entry in here if not entry.specifier.contains(version(entry.name)))


def test_conda_installs_the_lock_and_no_other_python_package() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    plain = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    assert [entry for entry in environment["dependencies"] if entry not in plain] == [{"pip": ["-r requirements.lock"]}]
    assert {entry.split()[0] for entry in plain} == {"python", "pip", "quarto"}


def test_conda_brings_a_python_that_the_project_allows() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    (pinned,) = [entry.split()[1] for entry in environment["dependencies"] if str(entry).startswith("python ")]
    offered = list(SpecifierSet(pinned).filter([f"3.{minor}" for minor in range(8, 30)]))
    assert offered == list(SpecifierSet(PROJECT["project"]["requires-python"]).filter(offered))
    assert {"3.11", "3.12", "3.13"} <= set(offered)
