"""What may be asked of Quarto."""

from enum import StrEnum


class Form(StrEnum):
    """What the reports become together."""

    SITE = "site"
    BOOK = "book"
    DOCUMENTS = "documents"


class Format(StrEnum):
    """What kind of files are made."""

    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


USUAL_FORMATS = {
    Form.SITE: (Format.HTML,),
    Form.BOOK: (Format.DOCX, Format.PDF),
    Form.DOCUMENTS: (Format.DOCX,),
}
"""The formats that are made unless others are asked for."""
