// Charts of rules and of sites: bars that lead to the findings behind them.

const FEW_BARS = 12;

const severityOf = new Map(KINDS.map((kind) => [kind.rule, kind.severity]));

function chart(title, remark, ...content) {
  const id = `chart-${title.toLowerCase().replaceAll(" ", "-")}`;
  return element(
    "section",
    { class: "chart", id, "aria-labelledby": `${id}-title` },
    element("h2", { id: `${id}-title` }, title),
    element("p", { class: "quiet" }, remark),
    ...content,
  );
}

function rulesChart() {
  const { rules, all } = FIGURES;
  if (!rules.length) return null;
  const most = rules[0].findings;
  const rows = rules.map((rule) => ({
    name: rule.name,
    mark: severityOf.get(rule.name) ?? "info",
    share: rule.findings / most,
    values: [number(rule.findings), perThousand(rule.damaged, all.documents)],
    go: () => showOnly("rule", rule.name),
  }));
  return chart(
    "Rules",
    "Findings, and documents of 1,000 that have one.",
    bars(rows, ["rule", "findings", "of 1,000"]),
  );
}

function sitesChart() {
  const { sites, all_sites: allSites } = FIGURES;
  if (!sites.length) return null;
  const rate = (site) => site.findings / site.documents;
  const most = Math.max(...sites.map(rate)) || 1;
  const rows = sites.map((site) => ({
    name: site.name,
    mark: "plain",
    share: rate(site) / most,
    values: [number(site.documents), perThousand(site.findings, site.documents)],
    go: () => showOnly("site", site.name),
  }));
  const beyond =
    allSites > sites.length ? ` The worst ${number(sites.length)} of ${number(allSites)}.` : "";
  return chart(
    "Sites",
    `Findings per 1,000 documents, the worst first; sites with fewer than five documents last.${beyond}`,
    bars(rows, ["site", "documents", "per 1,000"]),
  );
}

/** Rows of a name, a bar and two figures; each is a button. Those beyond the first come on request. */
function bars(rows, heads) {
  const body = element("div", { class: "bars" });
  body.append(
    element(
      "div",
      { class: "bar-row head", "aria-hidden": "true" },
      element("span", {}, heads[0]),
      element("span", {}),
      ...heads.slice(1).map((head) => element("span", { class: "value" }, head)),
    ),
  );
  const add = (row) => body.append(barRow(row, heads));
  rows.slice(0, FEW_BARS).forEach(add);
  if (rows.length <= FEW_BARS) return body;
  const more = element(
    "button",
    { class: "more", type: "button" },
    `Show all ${number(rows.length)}`,
  );
  more.addEventListener("click", () => {
    more.remove();
    rows.slice(FEW_BARS).forEach(add);
  });
  return element("div", {}, body, more);
}

function barRow({ name, mark, share, values, go }, heads) {
  const told = (value, at) =>
    element(
      "span",
      { class: "value" },
      value,
      element("span", { class: "unseen-but-told" }, ` ${heads[at + 1]}`),
    );
  return element(
    "button",
    { class: "bar-row", type: "button", onclick: go },
    element(
      "span",
      { class: "label" },
      mark === "plain" ? "" : element("span", { class: `dot ${mark}` }),
      visible(name),
    ),
    drawn(
      "svg",
      { class: "stick", "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 100 1" },
      drawn("rect", {
        class: `fill ${mark}`,
        x: 0,
        y: 0,
        height: 1,
        width: Math.max(0.6, 100 * share),
      }),
    ),
    ...values.map(told),
  );
}
