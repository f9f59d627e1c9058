/** The header cells above each column, the group first: the last one names the column. */
const headsByColumn = (table) => {
  const columns = [];
  [...table.tHead.rows].forEach((row, depth) => {
    let column = 0;
    for (const cell of row.cells) {
      while (columns[column]?.reach > depth) column += 1;
      for (const end = column + cell.colSpan; column < end; column += 1) {
        columns[column] = { heads: [...(columns[column]?.heads ?? []), cell], reach: depth + cell.rowSpan };
      }
    }
  });
  return columns.map(({ heads }) => heads);
};

/** The name of a column: the words of its heads, the group first. */
const columnName = (heads) => heads.map((head) => head.textContent.replace(/\s+/g, " ").trim()).filter(Boolean).join(" ");

// Long tables: search and sorting. The controls are made here, so that a page without script shows none that do nothing.
{
  const order = new Intl.Collator("th", { numeric: true });
  /** What a row is found by: its names and codes. Its numbers would match nearly every search for a code. */
  const words = (row) => plain([...row.cells].filter((cell) => !cell.querySelector("data")).map((cell) => cell.textContent).join(" "));
  const changed = (table) => table.dispatchEvent(new CustomEvent("rows-changed", { bubbles: true }));

  /** What a row is sorted by: the stored value of the cell's number, or its words; null for an empty cell. */
  const sortValue = (row, column) => {
    const cell = row.cells[column];
    const number = cell.querySelector("data");
    if (number) return Number(number.value);
    return cell.textContent.trim() || null;
  };
  const compare = (left, right) => {
    if (typeof left === "number" && typeof right === "number") return left - right;
    return order.compare(String(left), String(right));
  };

  const makeSortable = (table, finder) => {
    const told = finder.querySelector(".spoken");
    const body = table.tBodies[0];
    const original = [...body.rows];
    const heads = headsByColumn(table).map((above) => above.at(-1));
    const names = heads.map((head) => head.textContent);
    const numeric = heads.map((_, column) => original.some((row) => row.cells[column]?.querySelector("data")));
    const sort = (column, direction) => {
      const sign = direction === "descending" ? -1 : 1;
      // Rows that are of another kind than the others, and sums, stay below them.
      const below = ["apart", "total"].flatMap((kind) => original.filter((row) => row.classList.contains(kind)));
      const rows = original.filter((row) => !below.includes(row)).map((row) => [row, sortValue(row, column)]);
      // Array sort is stable: equal rows keep the report's order. Empty cells stay last in both directions.
      rows.sort(([, left], [, right]) => {
        if (left === null || right === null) return (left === null) - (right === null);
        return sign * compare(left, right);
      });
      body.append(...(direction === "none" ? original : [...rows.map(([row]) => row), ...below]));
    };
    const turn = (column, direction) => {
      for (const head of heads) head.setAttribute("aria-sort", "none");
      heads[column].setAttribute("aria-sort", direction);
      sort(column, direction);
      const spoken = direction === "none" || numeric[column] ? direction : `${direction}Words`;
      told.textContent = `${names[column]}: ${told.dataset[spoken]}`;
      changed(table);
    };
    // The largest number and the first letter are what readers look for, so these come first; a third press undoes.
    const turns = (column) => (numeric[column] ? ["none", "descending", "ascending"] : ["none", "ascending", "descending"]);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const order = turns(column);
        turn(column, order[(order.indexOf(head.getAttribute("aria-sort")) + 1) % order.length]);
      });
    });
    addSortMenu(finder, table, turns, turn, numeric);
  };

  /** Where the heads of columns are not seen, a list of the same orders stands beside the search. */
  const addSortMenu = (finder, table, turns, turn, numeric) => {
    const menu = finder.querySelector("select");
    const told = finder.querySelector(".spoken").dataset;
    headsByColumn(table).map(columnName).forEach((name, column) => {
      for (const direction of turns(column).slice(1)) {
        const words = told[numeric[column] ? direction : `${direction}Words`];
        menu.add(new Option(`${name}: ${words}`, `${column} ${direction}`));
      }
    });
    menu.addEventListener("change", () => {
      const [column, direction] = menu.value.split(" ");
      turn(Number(column), direction ?? "none");
    });
  };

  const makeSearchable = (table, finder) => {
    const input = finder.querySelector("input");
    const [shown, all] = finder.querySelectorAll("output b");
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, total: row.classList.contains("total"), words: words(row) }));
    const count = rows.filter((each) => !each.total).length;
    const search = () => {
      const asked = plain(input.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const each of rows) {
        // A sum of all rows must not stand below some of them.
        const fits = each.total ? !asked.length : asked.every((word) => each.words.includes(word));
        each.row.hidden = !fits;
        if (fits && !each.total) found += 1;
      }
      shown.textContent = writtenCount(found);
      finder.classList.toggle("narrowed", asked.length > 0);
      changed(table);
    };
    all.textContent = writtenCount(count);
    input.addEventListener("input", search);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      input.value = "";
      search();
    });
    search();
  };

  for (const block of document.querySelectorAll(".table.long")) {
    const table = block.querySelector("table");
    const finder = document.getElementById("finder").content.firstElementChild.cloneNode(true);
    block.prepend(finder);
    makeSearchable(table, finder);
    makeSortable(table, finder);
  }

  // What scrolls is a landmark and a tab stop, so that a keyboard can scroll it; what does not is neither.
  const regions = [...document.querySelectorAll(".scroll")].map((box) => [box, box.getAttributeNames().filter((name) => name !== "class")
    .map((name) => [name, box.getAttribute(name)])]);
  const mark = () => {
    const scrolling = regions.map(([box]) => box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1);
    regions.forEach(([box, attributes], index) => {
      for (const [name, value] of attributes) scrolling[index] ? box.setAttribute(name, value) : box.removeAttribute(name);
    });
  };
  addEventListener("resize", mark);
  addEventListener("load", mark);
  mark();
}
