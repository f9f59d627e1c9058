// Numbers that show where they are from.
//
// A report holds thousands of numbers; if each were a tab stop, nobody could get past a table by keyboard. So the numbers of
// prose and headlines are tab stops, and each table is one: inside it the arrow keys, Home and End (with Ctrl: of the whole
// table) move from number to number, Enter or the space bar opens the receipt. Only the number that can be focused is
// announced as a button; a screen reader's own table commands read all others as plain numbers. Clicks are caught once for the page.
{
  const dialog = document.getElementById("receipt");
  const part = (name, within = dialog) => within.querySelector(`[data-part="${name}"]`);
  /** Write into a part of the receipt; those for the office alone are not in every edition. */
  const write = (name, text, within = dialog) => {
    const element = part(name, within);
    if (element) element.textContent = text;
  };
  const word = (name) => part("words").querySelector(`[data-word="${name}"]`)?.textContent ?? name;
  let receipts;

  const makeStop = (number) => {
    number.tabIndex = 0;
    number.setAttribute("role", "button");
    number.setAttribute("aria-haspopup", "dialog");
  };
  const unmakeStop = (number) => {
    for (const name of ["tabindex", "role", "aria-haspopup"]) number.removeAttribute(name);
  };
  const visible = (table) => [...table.tBodies[0].rows].filter((row) => !row.hidden && !row.classList.contains("beyond"));
  const numbers = (node) => [...(node?.querySelectorAll("data[data-fact]") ?? [])];

  /** Make this number the one tab stop of its table. */
  const moveStop = (table, number) => {
    for (const stop of table.querySelectorAll("data[tabindex]")) unmakeStop(stop);
    if (number) makeStop(number);
  };

  /** The number that an arrow key leads to, or undefined at the table's edge. */
  const neighbour = (number, key, whole) => {
    const cell = number.closest("td, th");
    const rows = visible(cell.closest("table"));
    const row = numbers(cell.parentElement);
    const place = row.indexOf(number);
    if (key === "Home") return whole ? rows.flatMap(numbers)[0] : row[0];
    if (key === "End") return (whole ? rows.flatMap(numbers) : row).at(-1);
    if (key === "ArrowLeft") return row[place - 1];
    if (key === "ArrowRight") return row[place + 1];
    const current = rows.indexOf(cell.parentElement);
    const ahead = key === "ArrowDown" ? rows.slice(current + 1) : rows.slice(0, current).reverse();
    return ahead.flatMap((each) => numbers(each.cells[cell.cellIndex]))[0];
  };

  /** In words where the number stands in its table: the heads of its row and column. */
  const place = (number) => {
    const cell = number.closest(".table td, .table th");
    if (!cell) return [];
    const row = [...cell.parentElement.querySelectorAll("th")].map((each) => each.textContent);
    return [...row, ...headersAbove(cell)];
  };
  const headersAbove = (cell) => {
    const heads = headsByColumn(cell.closest("table"))[cell.cellIndex] ?? [];
    return heads.filter((head) => !head.classList.contains("pin")).map((head) => head.textContent);
  };

  const listFile = (file) => {
    const item = part("file").content.firstElementChild.cloneNode(true);
    write("file-title", file.title, item);
    write("file-round", written(file.round), item);
    write("file-name", file.name, item);
    write("file-rows", writtenCount(file.rows ?? 0), item);
    write("file-digest", file.sha256?.slice(0, 12), item);
    return item;
  };
  const code = (text) => Object.assign(document.createElement("code"), { textContent: text });
  /** In words how the number came about: of a ratio or difference, from which two others. */
  const operation = (fact) => {
    if (fact.parts) return fact.parts.map((title) => `“${written(title)}”`).join(` ${word(fact.operation)} `);
    return word(fact.operation);
  };
  /** The filter of one cell; the fact may have it for all of them, with names for the parts of the key. */
  const filter = (fact, key, own) => {
    const parts = new Map(key.split(";").map((part) => part.split(/=(.*)/s)));
    return (fact.where ?? own).replace(/\{(\w+)\}/g, (braces, name) => (parts.has(name) ? `'${parts.get(name)}'` : braces));
  };
  const CONDITION = /"?(\w+)"? (?:(=|<>) (TRUE|FALSE|'(?:[^']|'')*')|IN \(((?:'(?:[^']|'')*'(?:, )?)*)\))/g;
  /** The same filter in Thai: `sex = 'ญ'` is เพศ: หญิง. Nothing where a column has no Thai name. */
  const inWords = (where, table) => {
    const called = receipts.columns[table.split("/").slice(-2).join("/")] ?? {};
    const conditions = [...where.matchAll(CONDITION)];
    if (conditions.some(([, column]) => !called[column]) || conditions.map(([whole]) => whole).join(" AND ") !== where) return "";
    return conditions.map(([, column, sign, value, several]) => {
      const values = [...(several ?? value).matchAll(/'((?:[^']|'')*)'/g)].map(([, literal]) => literal.replaceAll("''", "'"));
      const words = values.map((one) => receipts.values[column]?.[one] ?? (one || word("nothing"))).join(` ${word("or")} `);
      if (value === "TRUE" || value === "FALSE") return `${called[column]}: ${word(value)}`;
      return sign === "<>" ? `${called[column]} ${word("not")} ${words}` : `${called[column]}: ${words}`;
    }).join(" · ");
  };
  const command = (fact, key) =>
    `workbook trace ${document.documentElement.dataset.report} ${fact}${key ? ` --key "${key}"` : ""}`;

  /** Money to the satang, also where the page has it in millions; in words as it stands. */
  const exactAmount = ({ value, textContent: shown }) => {
    if (!/^[+−]?[\d๐-๙]/.test(shown)) return shown;
    const [baht, satang] = value.replace("-", "").split(".");
    const sign = /^[+−]/.exec(shown)?.[0] ?? "";
    return `${sign}${written(`${baht.replace(/\B(?=(\d{3})+$)/g, ",")}.${(satang ?? "").padEnd(2, "0")}`)}`;
  };

  const fill = (number) => {
    const { fact: id, key } = number.dataset;
    receipts ??= JSON.parse(document.getElementById("receipts").textContent);
    const fact = receipts.facts[id];
    const cell = fact?.cells[key];
    const unit = fact?.unit ?? "";
    const title = fact?.title ?? id;
    part("title").textContent = written(title);
    part("place").textContent = place(number).filter((text) => text.trim() && text !== title).join(" · ");
    const figure = unit === "บาท" ? exactAmount(number) : number.textContent;
    part("figure").textContent = (unit === "ร้อยละ" ? [unit, figure] : [figure, unit]).join(" ").trim();
    part("link").href = `#f=${encodeURIComponent(id)};${encodeURIComponent(key)}`;
    part("unknown").hidden = Boolean(cell);
    for (const list of dialog.querySelectorAll("dl")) list.hidden = !cell;
    if (!cell) return;
    const [own, rows, digest] = cell;
    const where = filter(fact, key, own);
    part("operation").textContent = operation(fact);
    part("chosen").textContent = written(where ? inWords(where, fact.table) : word("everything"));
    part("chosen").closest("div").hidden = !fact.table || !part("chosen").textContent;
    part("where").replaceChildren(where ? code(where) : word("everything"));
    write("rows", writtenCount(rows ?? 0));
    part("files").replaceChildren(...fact.files.map((position) => listFile(receipts.files[position])));
    const { value } = number;
    const table = [fact.table, fact.column].filter(Boolean).join(" · ");
    for (const [name, text] of Object.entries({ table, digest, value, fact: id, command: command(id, key) })) {
      write(name, text);
    }
    // What is made of two other numbers has no table of its own; what the office decided, no file.
    for (const name of ["table", "where"]) part(name).closest("div").hidden = !fact.table;
    part("files").closest("div").hidden = !fact.files.length;
  };
  const open = (number) => {
    const table = number.closest(".table table");
    if (table) moveStop(table, number);
    number.focus({ preventScroll: true });
    fill(number);
    dialog.showModal();
    part("title").focus();
    dialog.scrollTop = 0;
  };

  /** The number that was meant: in a table the whole cell is its target. */
  const meant = (target) =>
    target.closest("main data[data-fact]") ?? target.closest("main td")?.querySelector("data[data-fact]:only-of-type");
  /** Bring a number into view, also where it is one of a table. */
  const show = (number) => {
    const table = number.closest(".table table");
    if (table) moveStop(table, number);
    reveal(number);
    number.scrollIntoView({ block: "center" });
    number.focus({ preventScroll: true });
  };
  /** Open the receipt of the number that the page's address names: `#f=pupils.total;sex=…`. An address without a key of a fact
   *  that has only numbers with keys leads to the first of them. */
  const openAddressed = () => {
    const [, fact, key] = /^#f=([^;]*);?(.*)$/.exec(location.hash) ?? [];
    if (!fact) return;
    const [wanted, cell] = [fact, key].map(decodeURIComponent);
    const cells = numbers(document.querySelector("main")).filter(({ dataset }) => dataset.fact === wanted);
    const number = cells.find(({ dataset }) => dataset.key === cell);
    if (number) {
      reveal(number);
      number.scrollIntoView({ block: "center" });
      if (!dialog.open) open(number);
    } else if (!cell && cells.length) show(cells[0]);
  };

  const listen = () => {
    document.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("#receipt .close")) dialog.close();
      const number = meant(event.target);
      if (number && getSelection().isCollapsed) open(number);
    });
    document.addEventListener("keydown", (event) => {
      const number = event.target.closest("main data[data-fact]");
      if (!number) return;
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        open(number);
      } else if (number.closest(".table") && /^(Arrow|Home$|End$)/.test(event.key)) {
        event.preventDefault();
        const next = neighbour(number, event.key, event.ctrlKey || event.metaKey);
        if (!next) return;
        moveStop(next.closest("table"), next);
        next.focus();
      }
    });
    // A search may hide the number that was the table's tab stop.
    document.addEventListener("rows-changed", ({ target: table }) => {
      if (!table.querySelector("tr:not([hidden]) data[tabindex]")) moveStop(table, visible(table).flatMap(numbers)[0]);
    });
  };

  if (dialog) {
    document.documentElement.classList.add("with-receipts");
    document.querySelector(".hint").hidden = false;
    for (const number of document.querySelectorAll("main data[data-fact]")) if (!number.closest(".table")) makeStop(number);
    for (const table of document.querySelectorAll(".table table")) moveStop(table, table.querySelector("tbody data[data-fact]"));
    listen();
    addEventListener("hashchange", openAddressed);
    openAddressed();
  }

  // On a phone the contents list starts folded and folds again once a section was chosen.
  const contents = document.querySelector("#contents details");
  const narrow = matchMedia("(max-width: 59.99rem)");
  if (contents) {
    contents.open = !narrow.matches;
    narrow.addEventListener("change", () => (contents.open = !narrow.matches));
    contents.addEventListener("click", (event) => {
      if (narrow.matches && event.target.closest("a")) contents.open = false;
    });
  }
}
