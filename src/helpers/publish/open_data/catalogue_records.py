"""The open data in the two vocabularies by which catalogues and search engines find data: DCAT 3 and schema.org.

Both are JSON-LD. Addresses in them lead on from where the file or page stands, so that they hold wherever the folder of
the edition is put; only where the office states the address of its site do they begin with it.
"""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from helpers.publish.open_data.data_package import PATH as PACKAGE
from helpers.publish.open_data.dataset_records import DataCatalogue, DatasetRecord, thai_record
from helpers.publish.open_data.published import PublishedReport
from helpers.publish.open_data.table import OpenTable

NAME = "dcat.jsonld"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FREQUENCIES = {1: "http://purl.org/cld/freq/annual", 3: "http://purl.org/cld/freq/threeTimesAYear"}
"""How often data are brought up to date in the words of the Dublin Core's list, by times a year."""
_THAI = "http://id.loc.gov/vocabulary/iso639-1/th"
_CSV = "https://www.iana.org/assignments/media-types/text/csv"
_CSV_FILE = "http://publications.europa.eu/resource/authority/file-type/CSV"
_TABLE_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
_SHA256 = {"@id": "spdx:checksumAlgorithm_sha256"}
Node = dict[str, Any]


def dcat(catalogue: DataCatalogue) -> bytes:
    """`dcat.jsonld`: a catalogue of one data set for each kind of report, each with its CSV files."""
    root = catalogue.root
    described: Node = {
        "@context": _CONTEXT,
        "@id": f"{root}{NAME}",
        "@type": "dcat:Catalog",
        "dct:title": _thai(catalogue.title),
        "dct:description": _thai(f"{catalogue.title} ตารางละชนิดของรายงานและคอลัมน์ที่จำแนก"),
        "dct:publisher": _publisher(catalogue),
        "dct:language": _named(_THAI, "dct:LinguisticSystem"),
        **_license(catalogue),
        "dct:modified": _day(str(catalogue.newest_day)),
        **({"foaf:homepage": {"@id": root}} if root else {}),
        "dcat:dataset": [_dataset(record, catalogue) for record in catalogue.records],
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _dataset(record: DatasetRecord, catalogue: DataCatalogue) -> Node:
    period = {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _day(str(record.first_day)),
        "dcat:endDate": _day(str(record.last_day)),
    }
    return {
        "@id": f"{catalogue.root}{NAME}#{record.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": record.name,
        "dct:title": _thai(catalogue.marked(record.title)),
        "dct:description": _thai(record.description),
        "dcat:keyword": [_thai(keyword) for keyword in record.keywords],
        "dct:publisher": _publisher(catalogue),
        "dcat:contactPoint": _contact(catalogue),
        "dct:language": _named(_THAI, "dct:LinguisticSystem"),
        **_license(catalogue),
        "dct:accrualPeriodicity": _named(_FREQUENCIES[record.times_a_year], "dct:Frequency"),
        "dct:temporal": period,
        "dct:spatial": {"@type": "dct:Location", "rdfs:label": _thai(catalogue.office.name)},
        "dct:modified": _day(str(record.last_day)),
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _thai(", ".join(record.sources))},
        "foaf:page": _named(f"{catalogue.root}{PACKAGE}", "foaf:Document"),
        "dcat:distribution": [_distribution(table, catalogue) for table in record.tables],
    }


def _distribution(table: OpenTable, catalogue: DataCatalogue) -> Node:
    address = {"@id": f"{catalogue.root}{table.path}"}
    return {
        "@type": "dcat:Distribution",
        "dct:title": _thai(table.title),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": _named(_CSV, "dct:MediaType"),
        "dct:format": _named(_CSV_FILE, "dct:MediaTypeOrExtent"),
        **_license(catalogue),
        "dct:conformsTo": _named(_TABLE_SCHEMA, "dct:Standard"),
        "dcat:byteSize": {"@value": str(len(table.content)), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _SHA256,
            "spdx:checksumValue": {"@value": table.digest, "@type": "xsd:hexBinary"},
        },
    }


def _license(catalogue: DataCatalogue) -> Node:
    chosen = catalogue.license
    return {"dct:license": _named(chosen.path, "dct:LicenseDocument")} if chosen else {}


def _publisher(catalogue: DataCatalogue) -> Node:
    return {"@type": "foaf:Agent", "foaf:name": _thai(catalogue.office.name)}


def _contact(catalogue: DataCatalogue) -> Node:
    email = {"vcard:hasEmail": {"@id": f"mailto:{catalogue.email}"}} if catalogue.email else {}
    return {"@type": ["vcard:Organization", "vcard:Kind"], "vcard:fn": _thai(catalogue.unit), **email}


def _named(address: str, kind: str) -> Node:
    """A reference that says what lies there, so that a record can be checked without looking."""
    return {"@id": address, "@type": kind}


def _thai(text: str) -> Node:
    return {"@value": text, "@language": "th"}


def _day(text: str) -> Node:
    return {"@value": text, "@type": "xsd:date"}


def index_script(catalogue: DataCatalogue) -> Markup:
    """The element that tells search engines of all data sets, for the first page of the edition."""
    described = {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": catalogue.title,
        "publisher": _organization(catalogue),
        **_license_address(catalogue),
        "dataset": [_schema_dataset(record, catalogue, "") for record in catalogue.records],
    }
    return _script(described)


def report_script(report: PublishedReport, catalogue: DataCatalogue) -> Markup:
    """The element that tells search engines of the data set to which a report belongs, for the page of the report;
    empty for a report of which no number is released."""
    up = "../" * (report.page.count("/"))
    for record in catalogue.records:
        if any(table.kind == report.spec.kind for table in record.tables):
            measures = dict.fromkeys(measure.title for table in record.tables for measure in table.measures)
            described = {**_schema_dataset(record, catalogue, up), "variableMeasured": list(measures)}
            return _script({"@context": "https://schema.org", **described})
    return Markup("")


def with_record(page: str, script: str) -> str:
    """The page with such an element in its head."""
    return page.replace("</head>", f"{script}\n</head>", 1) if script else page


def _schema_dataset(record: DatasetRecord, catalogue: DataCatalogue, up: str) -> Node:
    """A data set in the words of schema.org; `up` leads from the page to the first page of the edition."""
    root = catalogue.root or up
    stated = thai_record(record, catalogue)
    return {
        "@type": "Dataset",
        "name": catalogue.marked(record.title),
        "description": record.description,
        "keywords": list(record.keywords),
        "inLanguage": "th",
        **_license_address(catalogue),
        "isAccessibleForFree": True,
        "creator": _organization(catalogue),
        "temporalCoverage": f"{record.first_day}/{record.last_day}",
        "spatialCoverage": {"@type": "Place", "name": stated["geo_coverage_other"]},
        "dateModified": str(record.last_day),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "name": table.title,
                "contentUrl": root + table.path,
            }
            for table in record.tables
        ],
    }


def _license_address(catalogue: DataCatalogue) -> Node:
    return {"license": catalogue.license.path} if catalogue.license else {}


def _organization(catalogue: DataCatalogue) -> Node:
    contact = {"@type": "ContactPoint", "contactType": "open data", "name": catalogue.unit}
    email = {"email": catalogue.email} if catalogue.email else {}
    url = {"url": catalogue.root} if catalogue.root else {}
    return {"@type": "GovernmentOrganization", "name": catalogue.office.name, "contactPoint": contact | email, **url}


def _script(described: Mapping[str, Any]) -> Markup:
    """JSON-LD as an element of a page. Delivered text may hold `</script>`: what HTML could read is written as JSON
    escapes it."""
    text = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')
