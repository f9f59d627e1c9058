"""What a report's facts leave out, as its executed notebook says: of these the parts are not the whole."""

import json
from collections.abc import Mapping
from pathlib import Path

from helpers.facts.conservation import Coverage
from helpers.render.blocks import BLOCK_MIME, Receipts

NOTEBOOK = "report.ipynb"


def stated_coverage(folder: Path) -> Mapping[str, Coverage]:
    """The coverage of every fact by its id; none of a fact whose report, of an earlier version, does not say, and none
    at all where the notebook cannot be read: that is told where its pages are."""
    try:
        cells = json.loads((folder / NOTEBOOK).read_text(encoding="utf-8"))["cells"]
        bundles = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
        blocks = [data[BLOCK_MIME] for data in bundles if BLOCK_MIME in data]
        receipts = [Receipts.model_validate(block) for block in blocks if block["kind"] == "receipts"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {
        fact.fact: Coverage(frozenset(fact.narrowed), fact.withheld)
        for closing in receipts
        for fact in closing.facts
        if fact.narrowed is not None
    }
