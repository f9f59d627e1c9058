// On a phone: sections below the summary fold to their heading and their first sentence, long tables to their first rows, and a
// table that the screen would cut at the side becomes cards. All of it stays in the page: paper and wide screens show it open,
// searching in the page and addresses open what they lead to, and a page without script is never folded.
const PHONE = matchMedia("(max-width: 40rem)");

/** Open what hides a node: its section, and the rows of its table. */
const reveal = (node) => {
  node?.closest?.(".section")?.dispatchEvent(new Event("reveal"));
  if (node?.closest?.("tr.beyond")) node.closest(".table").dispatchEvent(new Event("reveal"));
};

{
  const MOST_ROWS = 12;
  const [FIRST_ROWS, FIRST_CARDS, FIRST_LINES] = [8, 5, 3];
  const button = (className, text) => Object.assign(document.createElement("button"), { type: "button", className, textContent: text });
  const main = document.querySelector("main");

  // Cards: every cell says its column, and roles keep what the form of a list would lose. The table itself needs none, and with one
  // it could not hold the button of its caption.
  const ROLES = { TBODY: "rowgroup", TR: "row", TH: "rowheader", TD: "cell" };
  const parts = (table) => [table.tBodies[0], ...table.tBodies[0].rows, ...[...table.tBodies[0].rows].flatMap((row) => [...row.cells])];
  const makeCards = (block, carded) => {
    block.classList.toggle("cards", carded);
    const table = block.querySelector("table");
    if (carded === table.tBodies[0].hasAttribute("role")) return;
    const names = headsByColumn(table).map((heads) => columnName(heads).replace(/(ล้าน|พัน)บาท/g, "$1\u2060บาท"));
    for (const part of parts(table)) carded ? part.setAttribute("role", ROLES[part.tagName]) : part.removeAttribute("role");
    for (const row of table.tBodies[0].rows) [...row.cells].forEach((cell, column) => (cell.dataset.label = names[column] ?? ""));
  };
  const tables = [...(main?.querySelectorAll(".table") ?? [])];
  const boxes = tables.map((block) => block.querySelector(".scroll"));
  /** Which tables a phone would cut: measured as tables, with every section open. */
  const chooseCards = () => {
    for (const block of tables) block.classList.remove("cards");
    const cut = boxes.map((box) => PHONE.matches && box.scrollWidth > box.clientWidth + 1);
    tables.forEach((block, index) => makeCards(block, cut[index]));
    // Amounts that three columns of a card have no room for stand in two.
    for (const block of tables) block.classList.remove("broad");
    const narrow = boxes.map((box, index) => cut[index] && box.scrollWidth > box.clientWidth + 1);
    tables.forEach((block, index) => block.classList.toggle("broad", narrow[index]));
  };

  // Rows: the first ones and the sums, and a button for the rest.
  const foldRows = (block) => {
    const table = block.querySelector("table");
    const more = button("more", "");
    let open = false;
    const fold = () => {
      const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden && !row.classList.contains("total"));
      const foldable = PHONE.matches && rows.length > MOST_ROWS;
      const first = block.classList.contains("cards") ? FIRST_CARDS : FIRST_ROWS;
      for (const row of table.tBodies[0].rows) row.classList.remove("beyond");
      if (foldable && !open) for (const row of rows.slice(first)) row.classList.add("beyond");
      more.hidden = !foldable;
      more.setAttribute("aria-expanded", String(open));
      more.textContent = open ? `แสดงเฉพาะ ${writtenCount(first)} แถวแรก` : `ดูทั้งหมด ${writtenCount(rows.length)} แถว`;
    };
    const turn = (wanted) => {
      open = wanted;
      fold();
      dispatchEvent(new Event("resize"));
    };
    block.querySelector(".scroll").after(more);
    more.addEventListener("click", () => turn(!open));
    block.addEventListener("reveal", () => turn(true));
    table.addEventListener("rows-changed", fold);
    return fold;
  };
  const longTables = tables.filter((block) => block.querySelector("table").tBodies[0].rows.length > MOST_ROWS).map(foldRows);

  // A long list of what is lacking, on every screen: its first lines.
  const foldLines = (box) => {
    const lines = [...box.querySelectorAll(":scope > p:not(.mark)")].slice(FIRST_LINES);
    if (lines.length < 3) return;
    const more = button("more", `ดูอีก ${writtenCount(lines.length)} เรื่อง`);
    for (const line of lines) line.classList.add("beyond");
    box.append(more);
    more.addEventListener("click", () => {
      for (const line of lines) line.classList.remove("beyond");
      more.remove();
    });
  };
  for (const box of main?.querySelectorAll(".incomplete, .absent, .warning") ?? []) foldLines(box);

  // Sections: the heading is the button; what it opens can still be found by a search in the page.
  const counted = (nodes) => {
    const count = (selector) => nodes.reduce((sum, node) => sum + node.matches(selector) + node.querySelectorAll(selector).length, 0);
    const kinds = [["ตาราง", count(".table")], ["แผนภูมิ", count(".chart")]];
    return kinds.filter(([, many]) => many).map(([name, many]) => `${name} ${writtenCount(many)}`).join(" · ");
  };
  /** The heading, what stays below it in sight, and what folds. */
  const sectionsOf = () => {
    const sections = [];
    let current;
    for (const node of main.children) {
      if (node.matches(".annex")) {
        const heading = node.querySelector("h2");
        const top = heading.closest(".annex > *");
        sections.push([heading, top, [...node.children].slice([...node.children].indexOf(top) + 1)]);
        current = undefined;
      } else if (node.matches("h2")) {
        current = [node, node, []];
        sections.push(current);
      } else if (current && node.matches("p.lead") && current[1] === current[0]) {
        current[1] = node;
      } else current?.[2].push(node);
    }
    return sections.filter(([, , nodes]) => nodes.length);
  };
  const makeSection = ([heading, last, nodes], index) => {
    const section = Object.assign(document.createElement("div"), { className: "section", id: `section-${index + 1}` });
    const opener = button("opener", "");
    opener.append(...heading.childNodes);
    opener.setAttribute("aria-controls", section.id);
    heading.append(opener);
    const inside = counted(nodes);
    if (inside) opener.append(" ", Object.assign(document.createElement("small"), { textContent: inside }));
    last.after(section);
    section.append(...nodes);
    const turn = (open) => {
      open ? section.removeAttribute("hidden") : section.setAttribute("hidden", "until-found");
      opener.setAttribute("aria-expanded", String(open));
      dispatchEvent(new Event("resize"));
    };
    opener.addEventListener("click", () => turn(section.hasAttribute("hidden")));
    for (const name of ["reveal", "beforematch"]) section.addEventListener(name, () => turn(true));
    return turn;
  };
  let turns = [];
  const makeSections = () => {
    turns = sectionsOf().map(makeSection);
    if (!turns.length) return;
    const all = button("more every", "เปิดทุกหัวข้อ");
    all.addEventListener("click", () => {
      for (const turn of turns) turn(true);
      all.hidden = true;
    });
    main.querySelector(":scope > h2, :scope > .annex").before(all);
  };

  const addressed = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const follow = () => {
    const target = location.hash.startsWith("#f=") ? null : addressed();
    if (!target || !main.contains(target)) return;
    reveal(target);
    target.scrollIntoView();
  };
  const arrange = () => {
    for (const turn of turns) turn(true);
    chooseCards();
    for (const fold of longTables) fold();
    if (PHONE.matches && !turns.length) makeSections();
    for (const turn of turns) turn(!PHONE.matches);
  };
  /** What was measured in another font, before the page's own was there: measured again, with what is folded and open left so. */
  const measureAgain = () => {
    const folded = [...main.querySelectorAll(".section[hidden]")];
    for (const section of folded) section.removeAttribute("hidden");
    chooseCards();
    for (const fold of longTables) fold();
    for (const section of folded) section.setAttribute("hidden", "until-found");
    dispatchEvent(new Event("resize"));
  };
  if (main) {
    arrange();
    document.fonts.addEventListener("loadingdone", measureAgain);
    PHONE.addEventListener("change", arrange);
    addEventListener("hashchange", follow);
    follow();
  }
}
