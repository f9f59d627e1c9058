// Search in all reports: schools, reports and figures. The box is made here, so that a page without script shows none that does nothing.
{
  const AT_MOST = 20;
  const LEAST_LETTERS = 2;
  const { reports, schools, pages, numbers, facts } = JSON.parse(document.getElementById("search-index").textContent);
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
}
