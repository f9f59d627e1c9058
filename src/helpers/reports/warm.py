"""What every report's process needs and takes a while to make: made once, when the server that they are forked from
imports this. It starts no thread and reads no data. Where processes start anew, nobody imports it."""

from helpers.charts import Series, bars, distribution, small_multiples
from helpers.charts.lettering import font_faces
from helpers.render.blocks import TableBlock, TableColumn, TableRow, Text
from helpers.render.html_blocks import block_html

_ROUNDS, _SERIES = ("2568-1", "2568-2"), (Series("ชาย", (1, 2)), Series("หญิง", (2, 1)))


def warm_up() -> None:
    """Make the fonts that most pages have, and one of each: a chart of every library's way of drawing, a table, a
    text."""
    font_faces("")
    bars("", _ROUNDS, _SERIES, unit="คน")
    small_multiples("", _ROUNDS, _SERIES, unit="คน")
    distribution("", _ROUNDS, _SERIES[0], unit="คน")
    block_html(TableBlock(name="", title="", columns=(TableColumn(label=""),), rows=(TableRow(cells=((),)),)))
    block_html(Text(paragraphs=()))


warm_up()
