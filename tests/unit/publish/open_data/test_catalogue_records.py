"""dcat.jsonld and the data sets in pages: read by RDF tools, checked against shapes, and harmless in a page."""

import json
import re
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph, URIRef

from helpers.facts.released import Release
from helpers.publish.open_data.catalogue_records import dcat, index_script, report_script, with_record
from helpers.publish.open_data.dataset_records import DataCatalogue
from unit.publish.editions import DMC, PER_HEAD, SITE, catalogue, fact

# rdflib's own reader of JSON-LD uses a class that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
SHAPES = Path(__file__).with_name("dcat_shapes.ttl")
SOMEWHERE = "https://copy.example.org/folder/"
DCAT = "http://www.w3.org/ns/dcat#"


def graph(edition: DataCatalogue) -> Graph:
    """What RDF tools read in the file, where it lies at some other address than the office's."""
    return Graph().parse(data=dcat(edition).decode(), format="json-ld", publicID=f"{SOMEWHERE}dcat.jsonld")


def shapes() -> Graph:
    return Graph().parse(SHAPES)


def violations(described: Graph) -> str:
    conforms, _, words = validate(described, shacl_graph=shapes())
    return "" if conforms else words


def test_it_has_what_the_profile_asks_for() -> None:
    assert not violations(graph(catalogue(address=SITE, email="plan@example.go.th")))
    assert not violations(graph(catalogue(license_=None)))


@pytest.mark.parametrize("term", ["downloadURL", "contactPoint", "startDate", "keyword"])
def test_the_shapes_see_what_is_gone(term: str) -> None:
    described = graph(catalogue())
    described.remove((None, URIRef(f"{DCAT}{term}"), None))
    assert term in violations(described)


def test_addresses_lead_on_from_the_file_unless_the_office_states_one() -> None:
    for edition, root in ((catalogue(), SOMEWHERE), (catalogue(address=SITE), SITE)):
        addresses = {str(address) for address in graph(edition).objects(None, URIRef(f"{DCAT}downloadURL"))}
        assert addresses == {f"{root}{table.path}" for table in edition.tables}
        assert edition.tables


def test_every_data_set_says_how_often_it_is_brought_up_to_date() -> None:
    term = URIRef("http://purl.org/dc/terms/accrualPeriodicity")
    frequencies = {str(data).partition("#")[2]: str(words) for data, words in graph(catalogue()).subject_objects(term)}
    assert frequencies == {
        "round-dmc": "http://purl.org/cld/freq/threeTimesAYear",
        "programme-per-head": "http://purl.org/cld/freq/annual",
    }


def content(script: str) -> dict[str, object]:
    (text,) = re.findall(r'^<script type="application/ld\+json">(.*)</script>$', script, re.DOTALL)
    described: dict[str, object] = json.loads(text)
    return described


def test_pages_tell_search_engines_of_their_data_set() -> None:
    edition = catalogue()
    of_page = {report.id: content(report_script(report, edition)) for report in edition.reports}
    assert of_page[DMC]["@type"] == "Dataset"
    distributions = of_page[DMC]["distribution"]
    assert isinstance(distributions, list)
    assert "../../../data/round-dmc-by-grade.csv" in [each["contentUrl"] for each in distributions]
    assert of_page[PER_HEAD]["name"] == "รายงานเงินอุดหนุนรายหัว"
    whole = content(index_script(catalogue(address=SITE)))
    assert [each["name"] for each in whole["dataset"]] == [record.title for record in edition.records]  # type: ignore[attr-defined]


def test_search_engines_get_what_they_ask_of_a_data_set() -> None:
    described = content(report_script(catalogue().reports[0], catalogue()))
    assert {"name", "description", "license", "creator", "temporalCoverage", "distribution"} <= set(described)
    assert 50 <= len(str(described["description"])) <= 5000
    assert "license" not in content(report_script(catalogue().reports[0], catalogue(license_=None)))


def test_a_report_without_a_released_number_has_no_data_set() -> None:
    edition = catalogue(Release({DMC: {"pupils.total": fact({"": 1})}, PER_HEAD: {}}, 10))
    scripts = {report.id: report_script(report, edition) for report in edition.reports}
    assert scripts[DMC]
    assert not scripts[PER_HEAD]


def test_no_text_ends_the_element() -> None:
    hostile = "</script><script>alert(1)</script><!--&\u2028"
    edition = catalogue(Release({DMC: {"pupils.total": fact({"": 1}, title=hostile)}}, 10))
    script = str(report_script(edition.reports[0], edition))
    inside = script.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not re.search("[<>&\u2028]", inside)
    assert content(script)["variableMeasured"] == [hostile]


def test_the_element_stands_in_the_head_of_a_page() -> None:
    page = "<html><head><title>t</title></head><body>&lt;/head></body></html>"
    script = report_script(catalogue().reports[0], catalogue())
    assert with_record(page, script) == page.replace("</head>", f"{script}\n</head>", 1)
    assert with_record(page, "") == page
