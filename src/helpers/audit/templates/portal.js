// Search in all reports: schools, reports and figures. The box is made here, so that a page without script shows none that does nothing.
{
  const AT_MOST = 20;
  const LEAST_LETTERS = 2;
  const { reports, schools, pages, numbers, facts, codes } = JSON.parse(document.getElementById("search-index").textContent);
  const address = (report, fact, key) =>
    `${reports[report][2]}#f=${encodeURIComponent(fact)}${key ? `;${encodeURIComponent(key)}` : ""}`;

  /** Everything that can be found, by group: the words it is found by, its name, a code beside it, its [title, address] of what shows it. */
  const reportName = (report) => reports[report].slice(0, 2).join(" ");
  const named = ([report, href]) => [reportName(report), href];
  const entries = {
    schools: schools.map(([name, ...codes], position) => ({
      words: plain([name, ...codes].join(" ")),
      name,
      code: codes[0],
      links: [
        ...pages.filter(([, , where]) => where.includes(position))
          .map(([title, folder]) => [title, `${folder}/${codes[0]}/report.html`]),
        ...numbers.filter(([, , , where]) => where.includes(position))
          .map(([report, fact, key]) => [report, address(report, fact, key.replace("{}", codes[0]))])
          .sort(([left], [right]) => left - right).map(named),
      ],
    })),
    reports: reports.map(([title, period, href], report) => ({
      words: plain(`${title} ${period}`), name: `${title} ${period}`, code: "", links: [named([report, href])],
    })),
    facts: facts.map(([title, where]) => ({
      words: plain(title), name: title, code: "", links: where.map(([report, fact]) => named([report, address(report, fact)])),
    })),
  };

  const byCode = new Map(codes.map(([code, title, fact, key, where]) => [
    plain(code), { words: plain(code), name: title, code, links: where.map((report) => [report, address(report, fact, key)]) },
  ]));

  const box = document.getElementById("search").content.firstElementChild.cloneNode(true);
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const linkTo = (href, words) => Object.assign(document.createElement("a"), { href, textContent: written(words) });

  /** One hit: a link, or a fold with a link to each report that shows it. */
  const item = ({ name, code, links }, alone) => {
    const line = document.createElement("li");
    if (links.length === 1) {
      const [[title, href]] = links;
      line.append(linkTo(href, [name, code].filter(Boolean).join(" ")));
      if (name !== title) line.append(` ${written(title)}`);
      return line;
    }
    const fold = Object.assign(document.createElement("details"), { open: alone });
    const summary = document.createElement("summary");
    summary.textContent = [name, code].filter(Boolean).map(written).join(" ");
    const count = document.createElement("span");
    count.textContent = box.dataset.reports.replace("{}", writtenCount(links.length));
    summary.append(" ", count);
    const list = document.createElement("ul");
    list.append(...links.map(([title, href]) => {
      const row = document.createElement("li");
      row.append(linkTo(href, title));
      return row;
    }));
    fold.append(summary, list);
    line.append(fold);
    return line;
  };

  /** The hits of one group, those first that begin with the words, then those that hold them in a row. */
  const hits = (group, asked, whole) => {
    if (group === "facts" && byCode.has(whole)) return [byCode.get(whole)];
    const rank = ({ words }) => (words.startsWith(whole) ? 0 : words.includes(whole) ? 1 : 2);
    const fitting = entries[group].filter(({ words, links }) => links.length && asked.every((word) => words.includes(word)));
    return fitting.sort((left, right) => rank(left) - rank(right));
  };
  const search = () => {
    const whole = plain(input.value).trim();
    const asked = whole.length < LEAST_LETTERS ? [] : whole.split(/\s+/);
    let count = 0;
    for (const part of box.querySelectorAll("[data-group]")) {
      const fitting = asked.length ? hits(part.dataset.group, asked, whole) : [];
      const lines = fitting.slice(0, AT_MOST).map((entry) => item(entry, fitting.length === 1));
      if (fitting.length > AT_MOST) {
        const more = document.createElement("li");
        more.textContent = box.dataset.more.replace("{}", writtenCount(fitting.length - AT_MOST));
        lines.push(more);
      }
      part.querySelector("ul").replaceChildren(...lines);
      part.hidden = !fitting.length;
      count += fitting.length;
    }
    status.textContent = !asked.length ? "" : count ? box.dataset.count.replace("{}", writtenCount(count)) : box.dataset.none;
  };
  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    input.value = "";
    search();
  });
  document.querySelector("body > header").append(box);

  // Addresses by which reports and letters lead here: `#report=…` to where a report stands, `#next=…` and `#previous=…` on to the
  // report of the same kind one period later or earlier, and a short code to the number that it stands for.
  const ids = reports.map(([, , href]) => decodeURIComponent(href).replace(/\/[^/]*$/, ""));
  const beside = (id, step) => {
    const parts = (other) => [other.replace(/\/[^/]*\//, "//"), other.split("/")[1]];
    const [kind] = parts(id);
    const alike = ids.filter((other) => parts(other)[0] === kind).sort();
    return ids.indexOf(alike[alike.indexOf(id) + step]);
  };
  const show = (id, words) => {
    const card = [...document.querySelectorAll("article")].find(({ dataset }) => dataset.report === id);
    if (!card) return;
    for (let node = card; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    card.querySelector(".beside")?.remove();
    if (words) card.append(Object.assign(document.createElement("p"), { className: "note beside", role: "status", textContent: words }));
    card.scrollIntoView();
  };
  const follow = () => {
    const hash = decodeURIComponent(location.hash.slice(1));
    const [, way, id] = /^(report|next|previous)=(.+)$/.exec(hash) ?? [];
    const other = way === "next" || way === "previous" ? beside(id, way === "next" ? 1 : -1) : -1;
    if (other >= 0) location.replace(reports[other][2]);
    else if (way) show(id, box.dataset[way]);
    else if (byCode.has(plain(hash))) {
      const { links } = byCode.get(plain(hash));
      if (links.length === 1) location.replace(links[0][1]);
      input.value = hash;
      search();
      box.scrollIntoView();
    }
  };
  addEventListener("hashchange", follow);
  follow();
}
