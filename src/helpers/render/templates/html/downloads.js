// A table as CSV and a chart as PNG, made here from what the page shows: nothing is fetched, and a page without script shows no
// button that does nothing.
{
  const FORMULA = /^[=+@\t\r-]/;
  const PNG_WIDTH = 2000;
  const MARGIN = 50;

  /** Hand a file over under the name of its report and of what it holds. */
  const save = (blob, name, kind) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = [document.documentElement.dataset.download, `${name}.${kind}`].filter(Boolean).join("_");
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  const text = (node) => node.textContent.replace(/\s+/g, " ").trim();
  /** A file has the exact amounts, so its unit is that of these. */
  const inBaht = (words) => words.replace(/(ล้าน|พัน)บาท/g, "บาท");
  const unit = (cell) => [...cell.querySelectorAll(".unit")].map(text).join(" ");
  /** A cell's number as it is stored where it holds nothing else, or its words; a spreadsheet must not take words for a formula. */
  const content = (cell) => {
    const words = text(cell);
    const number = cell.querySelector("data");
    if (number && words.replace(text(number), "").replace(unit(cell), "").trim() === "") return number.value;
    return FORMULA.test(words) && words.length > 1 ? `'${words}` : words;
  };
  const quoted = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

  /** The whole table, also what a search hides, in its present order. A column whose cells name their units has them beside it. */
  const csvOf = (table) => {
    const rows = [...table.tBodies[0].rows];
    const names = headsByColumn(table).map((heads) => inBaht(columnName(heads)));
    const columns = names.map((name, column) => [name, rows.some((row) => row.cells[column] && unit(row.cells[column]))]);
    const lines = [columns.flatMap(([name, units]) => (units ? [name, "หน่วย"] : [name]))];
    for (const row of rows) {
      lines.push(columns.flatMap(([, units], column) => {
        const cell = row.cells[column];
        if (!cell) return units ? ["", ""] : [""];
        return units ? [content(cell), inBaht(unit(cell))] : [content(cell)];
      }));
    }
    return `\ufeff${lines.map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
  };

  /** One line of words on the picture, smaller where it is long. */
  const writeLine = (canvas, words, top, size, weight) => {
    const pen = canvas.getContext("2d");
    const font = (pixels) => `${weight} ${pixels}px ${getComputedStyle(document.body).fontFamily}`;
    pen.font = font(size);
    const room = (canvas.width - 2 * MARGIN) / pen.measureText(words).width;
    pen.font = font(size * Math.min(1, room));
    pen.fillStyle = "#16202c";
    pen.textBaseline = "middle";
    pen.fillText(words, MARGIN, top);
  };

  /** The drawing for paper on white, with its title above and its report below: a picture alone must say where it is from. */
  const pictureOf = async (figure) => {
    const drawing = Object.assign(new Image(), { src: figure.querySelector("img").src });
    await drawing.decode();
    const width = PNG_WIDTH - 2 * MARGIN;
    const height = Math.round((width * drawing.naturalHeight) / drawing.naturalWidth);
    const canvas = Object.assign(document.createElement("canvas"), { width: PNG_WIDTH, height: height + 260 });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    writeLine(canvas, text(figure.querySelector("figcaption > span")), 80, 48, 700);
    pen.drawImage(drawing, MARGIN, 150, width, height);
    const origin = [".mark-sample", "body > footer > p"].map((selector) => document.querySelector(selector)).filter(Boolean);
    writeLine(canvas, origin.map(text).join(" · "), height + 210, 28, 400);
    const [, encoded] = canvas.toDataURL("image/png").split(",");
    return new Blob([Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0))], { type: "image/png" });
  };

  const addButton = (caption, kind, take) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "take", textContent: kind });
    button.setAttribute("aria-label", `${kind} ${text(caption)}`);
    button.addEventListener("click", take);
    caption.append(" ", button);
  };
  for (const block of document.querySelectorAll(".table[id]")) {
    const table = block.querySelector("table");
    addButton(table.caption, "CSV", () => save(new Blob([csvOf(table)], { type: "text/csv;charset=utf-8" }), block.id, "csv"));
  }
  for (const figure of document.querySelectorAll("figure.chart[id]")) {
    addButton(figure.querySelector("figcaption"), "PNG", async () => save(await pictureOf(figure), figure.id, "png"));
  }
}
