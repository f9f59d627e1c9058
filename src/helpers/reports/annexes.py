"""The lines above an account that is annexed to a letter, and those on which it is signed."""

from collections.abc import Sequence

from helpers.params.models import Office
from helpers.render.blocks import AnnexTitle, Inline, SignatureLine, Signatures, Span
from helpers.render.wording import BLANK


def annex_title(name: str, title: Sequence[Inline], period: str, office: Office) -> AnnexTitle:
    """The lines above an account: its title (`บัญชีจัดสรรงบประมาณ …`), the fiscal year, and the letter it is annexed
    to."""
    letter = (f"แนบท้ายหนังสือ{office.name}", f"ที่ {BLANK} ลงวันที่ {BLANK}")
    return AnnexTitle(name=name, lines=(tuple(title), *((Span(text=line),) for line in (period, *letter))))


def signatures(office: Office) -> Signatures | None:
    """The signature lines of the office's signers from left to right; None for an office that names none."""
    lines = tuple(SignatureLine(role=signer.role, position=signer.position) for signer in office.signers)
    return Signatures(lines=lines) if lines else None
