"""Where typst itself ends lines: the longest pieces of a text that it does not part."""

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import typst

from helpers.lettering import FONT_FILES, GAP, WHOLE

# Every text in a column too narrow for anything. A kept word needs a wide box, or its inside would be parted too.
SOURCE = """
#set text(font: "Sarabun", size: 4pt, lang: "th", features: (mark: 0, mkmk: 0))
#set page(width: 400pt, height: auto, margin: 2pt)
#show regex(sys.inputs.whole): box.with(width: 50em)
#show sys.inputs.gap: h(0.001pt)
#for text in json(bytes(sys.inputs.texts)) { block(width: 0.1pt, text); block[\\@\\@] }
"""


def pieces(texts: Sequence[str], program: str, folder: Path) -> list[list[str]]:
    """For every text the pieces that stand in a line each. `program` is pdftotext."""
    source, made = folder / "pieces.typ", folder / "pieces.pdf"
    source.write_text(SOURCE, encoding="utf-8")
    inputs = {"texts": json.dumps(texts), "whole": WHOLE, "gap": GAP}
    made.write_bytes(typst.compile(source, font_paths=[FONT_FILES], ignore_system_fonts=True, sys_inputs=inputs))
    done = subprocess.run([program, "-layout", str(made), "-"], capture_output=True, check=True)
    parts = done.stdout.decode("utf-8").split("@@")[:-1]
    # The room that a wide box leaves comes out as spaces.
    return [[re.sub(" {2,}", "", line.strip()) for line in part.splitlines() if line.strip()] for part in parts]
