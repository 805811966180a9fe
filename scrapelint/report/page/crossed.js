// Sites and rules against each other.

/** A table of sites and rules, the darker the more findings a document of the site has. */
function crossedTable() {
  const { sites, rules, findings } = FIGURES.crossed;
  if (sites.length < 2 || rules.length < 2) return null;
  const documents = new Map(FIGURES.sites.map((site) => [site.name, site.documents]));
  const rate = (row, column) => findings[row][column] / (documents.get(sites[row]) || 1);
  const most = Math.max(
    ...sites.map((_, row) => Math.max(...rules.map((_, column) => rate(row, column)))),
  );
  const head = element(
    "tr",
    {},
    element("td", {}),
    ...rules.map((rule) => element("th", { scope: "col" }, element("span", {}, rule))),
  );
  const rows = sites.map((site, row) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, visible(site)),
      ...rules.map((rule, column) => {
        const found = findings[row][column];
        const shade = found ? Math.max(1, Math.ceil((6 * rate(row, column)) / most)) : 0;
        const cell = element(
          "button",
          {
            type: "button",
            class: `shade-${shade}`,
            "aria-label": `${visible(site)}, ${rule}: ${number(found)}`,
            onclick: () => showOnly("site", site, "rule", rule),
          },
          found ? number(found) : "",
        );
        return element("td", {}, found ? cell : "");
      }),
    ),
  );
  return chart(
    "Sites and rules",
    "Findings; the stronger the colour, the more of them in a document of the site.",
    element(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": "Table of sites and rules" },
      element(
        "table",
        { class: "crossed" },
        element("thead", {}, head),
        element("tbody", {}, rows),
      ),
    ),
  );
}
