"""What every report's process needs and takes a while to make: made once, when the server that they are forked from
imports this. It starts no thread and reads no data. Where processes start anew, nobody imports it."""

from contextlib import suppress

from helpers.catalogue import datasets
from helpers.charts import Series, bars, distribution, small_multiples
from helpers.digests import code_digest, code_digests
from helpers.errors import WorkbookError
from helpers.lettering import font_faces
from helpers.render.blocks import TableBlock, TableColumn, TableRow, Text
from helpers.render.html_blocks import block_html
from helpers.reports.folders import folders_from_environment
from helpers.reports.inputs import MAKING

_ROUNDS, _SERIES = ("2568-1", "2568-2"), (Series("ชาย", (1, 2)), Series("หญิง", (2, 1)))


def warm_up() -> None:
    """Parse the parameters, of which each process reads the files anew and parses what it has not seen; digest the
    code that is loaded; make the fonts that most pages have, and one of each: a chart of every library's way of
    drawing, a table, a text."""
    with suppress(WorkbookError, OSError):  # whoever makes a report says what is wrong with them
        for dataset in datasets(folders_from_environment().read_params()).values():
            code_digest(*dataset.modules)
    code_digests(*MAKING)
    font_faces("")
    bars("", _ROUNDS, _SERIES, unit="คน")
    small_multiples("", _ROUNDS, _SERIES, unit="คน")
    distribution("", _ROUNDS, _SERIES[0], unit="คน")
    block_html(TableBlock(name="", title="", columns=(TableColumn(label=""),), rows=(TableRow(cells=((),)),)))
    block_html(Text(paragraphs=()))


warm_up()
