"""How an account that is annexed to a letter begins and ends: its centred lines, and the places to sign."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.params.models import Office
from helpers.reports.blocks import AnnexTitle, Inline, Signatures, SigningPlace, Span

BLANK = "…" * 10
"""Where the letter's number and date are written by hand."""


def annex_title(name: str, title: Sequence[Inline], period: str, office: Office) -> AnnexTitle:
    """The lines over an account: what it is (`บัญชีจัดสรรงบประมาณ …`), the fiscal year, and the letter that carries it."""
    letter = (f"แนบท้ายหนังสือ{office.name}", f"ที่ {BLANK} ลงวันที่ {BLANK}")
    return AnnexTitle(name=name, lines=(tuple(title), *((Span(text=line),) for line in (period, *letter))))


def signatures(office: Office) -> Signatures | None:
    """The places where the office's signers sign, from left to right; None for an office that names none."""
    places = tuple(SigningPlace(role=signer.role, position=signer.position) for signer in office.signers)
    return Signatures(places=places) if places else None
