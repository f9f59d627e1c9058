"""The last look through the finished files of a public edition, as anybody may who has them: do they hold a learner's
number or name, a digest or the name of a delivered file, a path of the office's machine, or an address on the network?

What people read of a PDF or an Excel file is looked through as text. That every number is a released one is judged
where the pages are read back.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipFile

from helpers.audit.disclosure import refuse_disclosure
from helpers.audit.pages_pdf import page_texts
from helpers.audit.publishing import pupil_names
from helpers.errors import DataQualityError
from helpers.facts.ledger import FactLine
from helpers.params.models import Publication
from helpers.reports.folders import Folders
from helpers.reports.specs import Spec
from helpers.tables.graph import Graph

_HEX = re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{8,64}(?![0-9a-zA-Z])")
_EMBEDDED = re.compile(r"base64,[A-Za-z0-9+/=]{40,}")
_TAG = re.compile(r"<[^>]*>")
_ADDRESS = re.compile(r"https?://[^\s\"'<>)\\]+")
_VOCABULARIES = (
    "http://www.w3.org/",
    "https://www.w3.org/",
    "http://purl.org/",
    "https://purl.org/",
    "https://w3id.org/",
    "https://schema.org",
    "http://schema.org",
    "http://publications.europa.eu/resource/authority/",
    "https://specs.frictionlessdata.io/",
    "https://datapackage.org/",
    "http://www.sitemaps.org/",
    "http://id.loc.gov/vocabulary/",
    "https://www.iana.org/assignments/",
    "https://spdx.org/",
    "http://spdx.org/rdf/terms",
    "http://xmlns.com/foaf/",
)
"""The names of terms and formats, which look like addresses and are never opened."""
_PATH = re.compile(r"(?:^|[\s\"'=(>])(?:/(?:home|root|tmp|mnt|var|opt|Users)/\S|[A-Za-z]:\\\\?\w)")
_PARTS = (".xml", ".rels")
_SHORTEST_NAME = 8
"""Letters: a shorter name of a file is a word that any page may have."""


@dataclass(frozen=True)
class Secrets:
    """What must not be found: digests of source rows and files, the names of delivered files, keyed digests of the
    names of learners with their key, and folders of the machine. `addresses` are those that an edition may name."""

    digests: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    key: bytes = field(default=b"", repr=False)
    folders: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def known_addresses(publication: Publication) -> tuple[str, ...]:
    """The addresses that an edition may name: where it will lie, and its licence."""
    licence = publication.license.path if publication.license else ""
    return tuple(filter(None, (publication.address, licence)))


def secrets_of(spec: Spec, office: list[FactLine], folders: Folders, graph: Graph) -> Secrets:
    """What the office report holds and its public edition must not."""
    present = graph.present({f"{period}/{name}": (name, period) for name, period in spec.reads.values()})
    received = [entry for origin in present.values() for entry in graph.folder.received(*origin)]
    digests = {line.digest for line in office} | {entry.sha256 for entry in received}
    files = {entry.name for entry in received if len(entry.name) >= _SHORTEST_NAME}
    machine = (folders.data, folders.params, folders.outputs, folders.project)
    return Secrets(
        frozenset(digests - {""}),
        frozenset(files),
        tuple(pupil_names(spec, graph)),
        folders.data_folder.key(),
        tuple(str(path.resolve()) for path in machine),
        known_addresses(graph.params.office.publication),
    )


def scan_problems(files: Mapping[str, bytes], secrets: Secrets) -> Iterator[str]:
    """What the files hold and must not, in Thai, without repeating it."""
    texts = {name: _text(name, content) for name, content in files.items()}
    starts = frozenset(digest[:length] for digest in secrets.digests for length in (8, 12, 16, len(digest)))
    for name, text in texts.items():
        try:
            refuse_disclosure({f"{name}.txt": text.encode()}, secrets.names, secrets.key, name)
        except DataQualityError as disclosed:
            yield f"{name}: {disclosed.problem}"
        yield from (f"{name}: {what}" for what in _secrets_in(_EMBEDDED.sub(" ", text), secrets, starts))


def _secrets_in(text: str, secrets: Secrets, digests: frozenset[str]) -> Iterator[str]:
    if any(match[0] in digests for match in _HEX.finditer(text)):
        yield "มีลายนิ้วมือของแถวหรือไฟล์ต้นทาง"
    if any(file in text for file in secrets.files):
        yield "มีชื่อไฟล์ที่ได้รับ"
    if any(folder in text for folder in secrets.folders) or _PATH.search(text):
        yield "มีที่อยู่ของไฟล์ในเครื่องของสำนักงาน"
    if strange := [
        match[0] for match in _ADDRESS.finditer(text) if not match[0].startswith((*_VOCABULARIES, *secrets.addresses))
    ]:
        yield f"มีที่อยู่บนเครือข่าย {strange[0][:60]}"


def _text(name: str, content: bytes) -> str:
    """What a file says: of a PDF the words on its pages, of an Excel file those of all its parts."""
    match PurePosixPath(name).suffix:
        case ".pdf":
            return "\n".join(page_texts(content))
        case ".xlsx":
            with ZipFile(BytesIO(content)) as archive:
                parts = [part for part in archive.namelist() if part.endswith(_PARTS)]
                return "\n".join(_words(archive.read(part).decode()) for part in parts)
    return content.decode("utf-8", "replace")


def _words(xml: str) -> str:
    """The words between the tags of an Excel file's part, and the ways that lead out of the file."""
    outside = " ".join(tag for tag in _TAG.findall(xml) if 'TargetMode="External"' in tag)
    return f"{_TAG.sub(' ', xml)} {outside}"
