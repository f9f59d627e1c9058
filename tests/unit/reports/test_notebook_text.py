import nbformat
from nbformat.v4 import nbjson, new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.reports.notebook_text import written

NBFORMAT = nbjson._writer.writes
SHOWN = {
    "text/plain": "หนึ่ง\nสอง",
    "text/html": "",
    "image/svg+xml": "<svg>\n</svg>",
    "application/json": {"ลำดับ": [1, 2.5, -0.0, 1e22, None, True, False], "ว่าง": [{}, [], ""], 'ก"\\\t\u2028': "\x07"},
}


def _notebook() -> nbformat.NotebookNode:
    outputs = [
        new_output("display_data", data=SHOWN),
        new_output("stream", text="หนึ่ง\nสอง\n"),
        new_output("error", ename="ก", evalue="ข", traceback=["ค\nง"]),
        new_output("execute_result", data=SHOWN, execution_count=3),
    ]
    noted = new_markdown_cell("# ข้อ\nความ", attachments={"รูป.png": {"image/png": "YQ==", "text/plain": "ก\nข"}})
    code = new_code_cell("a = 1\nb", outputs=outputs, metadata={"trusted": True})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python"}}
    notebook = new_notebook(cells=[noted, code, new_code_cell()], metadata=kernel)
    notebook.metadata.update({"signature": "x", "orig_nbformat": 4})
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:02}"
    return notebook


def test_a_notebook_is_written_to_the_letter_as_nbformat_does() -> None:
    assert written(_notebook()) == NBFORMAT(_notebook())
    assert nbformat.writes(_notebook()) == NBFORMAT(_notebook())


def test_what_is_written_is_not_changed_by_it() -> None:
    notebook = _notebook()
    written(notebook)
    assert notebook == _notebook()
