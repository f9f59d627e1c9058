"""A program that plays Quarto: it answers for its version, and renders a project with Pandoc and typst as Quarto would,
or does what a file beside it says: fails, hangs, writes a half, loses or changes a fact, adds an address."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pypandoc
import typst
import yaml

PART = Path(__file__).with_name("part.txt")
"""What the program plays."""
TYPST_HEAD = '#set page(paper: "a4")\n#set text(font: "Sarabun", lang: "th", size: 10pt)\n'
LOST = re.compile(r"(data-value=\"[^\"]*\">)[^<]*(</span>)")


def play(arguments: list[str]) -> None:
    part = PART.read_text(encoding="utf-8").strip() if PART.exists() else ""
    if arguments == ["--version"]:
        sys.stdout.write("1.8.27\n" if part == "old" else "1.9.38\n")
        return
    assert arguments[0] == "render"
    project = Path(arguments[1])
    if part == "fails":
        sys.exit("ERROR: the page could not be rendered")
    if part == "hangs":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        PART.with_name("child.txt").write_text(f"{os.getpid()} {child.pid}", encoding="utf-8")
        time.sleep(600)
    render(project, part)


def render(project: Path, part: str) -> None:
    settings = yaml.safe_load((project / "_quarto.yml").read_text(encoding="utf-8"))
    made = project / settings["project"]["output-dir"]
    made.mkdir()
    for kind in settings["format"]:
        for page in settings["project"]["render"]:
            render_page(project, made, page, kind, settings["format"][kind])
    for path in sorted(made.rglob("*")) if part else ():
        spoil(path, part)


def render_page(project: Path, made: Path, page: str, kind: str, options: dict[str, object]) -> None:
    suffix = {"typst": "pdf"}.get(kind, kind)
    target = made / Path(page).with_suffix(f".{suffix}").name
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", page, "--lua-filter", "workbook.lua", "-t", kind]
    if kind == "docx":
        command += ["--reference-doc", str(options["reference-doc"])]
    if kind != "typst":
        subprocess.run([*command, "-s", "-o", str(target)], cwd=project, check=True)
        return
    written = subprocess.run(command, cwd=project, check=True, capture_output=True, encoding="utf-8").stdout
    source = project / "page.typ"
    head = TYPST_HEAD + (project / str(options["include-in-header"])).read_text(encoding="utf-8")
    source.write_text(f"{head}#let horizontalrule = line(length: 100%)\n{written}", encoding="utf-8")
    target.write_bytes(typst.compile(source, root=project, font_paths=[project / "fonts"], ignore_system_fonts=True))


def spoil(path: Path, part: str) -> None:
    """Do to a file what the part asks for."""
    if part == "half":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    if path.suffix != ".html":
        return
    text = path.read_text(encoding="utf-8")
    if part == "loses":
        text = re.sub(r"<span class=\"fact\".*?</span>", "", text, count=1, flags=re.DOTALL)
    elif part == "changes":
        text = LOST.sub(r"\g<1>1\g<2>", text, count=1)
    elif part == "adds":
        text = text.replace("</body>", '<script src="https://cdn.example/a.js"></script></body>')
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    play(sys.argv[1:])
