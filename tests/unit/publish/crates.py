"""The validator of RO-Crates without a network: the one document that it would fetch is shipped with the library that
writes crates."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import rocrate
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

CONTEXT = "https://w3id.org/ro/crate/1.2/context"
SHIPPED = Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld"


def without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer for the context alone, whatever else is asked for is an error."""
    text = SHIPPED.read_text(encoding="utf-8")

    def answer(_requester: HttpRequester, address: str, **_options: Any) -> SimpleNamespace:
        assert address == CONTEXT
        headers = {"Content-Type": "application/ld+json"}
        return SimpleNamespace(status_code=200, headers=headers, text=text, json=lambda: json.loads(text))

    monkeypatch.setattr(HttpRequester, "get", answer, raising=False)
    monkeypatch.setattr(HttpRequester, "head", answer, raising=False)


def issues(folder: Path, profile: str) -> list[str]:
    """What the validator finds that a crate must have and this one has not; what only profiles ask that this one builds
    on is left to them."""
    settings = services.ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier=profile,
        requirement_severity=models.Severity.REQUIRED,
        disable_inherited_profiles_issue_reporting=True,
        offline=True,
    )
    return [f"{issue.check.identifier}: {issue.message}" for issue in services.validate(settings).get_issues()]
