"""Whatever text is delivered: on Quarto's pages it is text, and none of it is read as a command."""

import json
import subprocess
from typing import Any

import pypandoc
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.render.quarto.markdown import ProseWriter, inert, seen
from helpers.render.quarto.project import refuse_executable

# What Quarto adds to Pandoc's own Markdown, and what an office might switch on.
READER = "markdown+autolink_bare_uris+tex_math_single_backslash+emoji"
MARKS = (
    *(
        "{{<",
        ">}}",
        "`",
        "```{python}",
        ":::",
        "---",
        "***",
        "<script>",
        "</div>",
        "<!--",
        "&lt;",
        "\\(",
        "\\",
        "$",
        "@a",
    ),
    *(
        "[a](b)",
        "![",
        "^[",
        "#",
        "1.",
        "(1)",
        "i)",
        "- ",
        "+",
        "*",
        "_",
        "~~",
        "|",
        "> ",
        "=",
        ":smile:",
        "http://x",
        "www.x.y",
    ),
    *("'", '"', "...", "%", "ก", "ำ"),
)
UNSEEN = ("\n", "\n\n", "    ", "\t", " ", "\u202e", "\u200b", "\u0000", "\ufffe", "\ud800")
PIECES = (*MARKS, *UNSEEN, "{{< env HOME >}}")
COMMANDS = ("RawInline", "RawBlock", "Math", "Code", "CodeBlock", "Link", "Cite")
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))


def read(source: str) -> Any:
    command = [pypandoc.get_pandoc_path(), "-f", READER, "-t", "json"]
    done = subprocess.run(command, input=source.encode(), check=True, capture_output=True)
    return json.loads(done.stdout)["blocks"]


def words(block: Any) -> str:
    """The text of a paragraph of plain words; anything else in it is refused."""
    assert block["t"] == "Para", block
    assert {inline["t"] for inline in block["c"]} <= {"Str", "Space"}, block
    text = "".join(inline.get("c", " ") for inline in block["c"])
    assert not {"{{", "}}"} & {text[index : index + 2] for index in range(len(text))}  # marks of Quarto's shortcodes
    return text.replace("\u2060", "")


@settings(max_examples=25)
@given(st.lists(TEXTS, min_size=20, max_size=60))
def test_any_text_is_read_as_it_is(texts: list[str]) -> None:
    shown = [text for text in texts if inert(text)]
    source = "\n\n".join(map(inert, shown))
    refuse_executable({"page.qmd": source})
    expected = [" ".join(seen(text).split()) for text in shown]
    assert list(map(words, read(source))) == expected


@settings(max_examples=25)
@given(st.lists(TEXTS, max_size=30))
def test_any_prose_is_read_without_raw_markup(texts: list[str]) -> None:
    writer = ProseWriter("page", "arabic")
    source = "\n\n".join(filter(None, (writer.written(text.encode(errors="replace").decode()) for text in texts)))
    refuse_executable({"page.qmd": source})
    written = json.dumps(read(source))
    assert not [kind for kind in COMMANDS if f'"t": "{kind}"' in written]
