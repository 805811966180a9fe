// Figures first: a headline, tiles, then charts, and what the page leaves out.

const SEVERITIES = ["error", "warning", "info"];

function drawFigures() {
  const { all } = FIGURES;
  byId("headline").append(
    all.findings
      ? `${count(all.findings, "finding")} in ${number(all.damaged)} of ${count(all.documents, "document")}`
      : `Nothing found in ${count(all.documents, "document")}`,
  );
  byId("lead").append(...lead());
  byId("tiles").append(...tiles());
  byId("charts").append(
    ...[rulesChart(), sitesChart(), monthsChart(), crossedTable()].filter(Boolean),
  );
  byId("notes").append(...notes());
}

function lead() {
  const { safe = 0, unsafe = 0 } = FIGURES.safeties;
  const names = countOf((kind) => kind.repair === "name");
  const parts = [];
  if (safe)
    parts.push([
      `${number(safe)} can be repaired safely with `,
      element("code", {}, "--fix"),
      ". ",
    ]);
  if (unsafe)
    parts.push([`${number(unsafe)} ${unsafe === 1 ? "waits" : "wait"} for a yes or no. `]);
  if (names) parts.push([`In ${count(names, "place")} a name was lost that a person may know. `]);
  const repaired = Object.values(FIGURES.fixed).reduce((sum, value) => sum + value, 0);
  if (repaired)
    parts.unshift([
      `${count(repaired, "place")} ${repaired === 1 ? "was" : "were"} repaired in this run. `,
    ]);
  return parts.flat();
}

function countOf(test) {
  const wanted = KINDS.map(test);
  let found = 0;
  for (const kind of KIND_OF) found += wanted[kind];
  return found;
}

function tiles() {
  const { all, severities } = FIGURES;
  const shares = SEVERITIES.filter((severity) => severities[severity]).map((severity) => [
    severity,
    severities[severity],
  ]);
  return [
    tile(
      "Documents",
      number(all.documents),
      HEAD.failed ? `${number(HEAD.failed)} could not be read` : "",
    ),
    tile("With findings", percent(all.damaged, all.documents), number(all.damaged)),
    tile("Findings", number(all.findings), "", severityBar(shares)),
    tile("Per 1,000 documents", perThousand(all.findings, all.documents), ""),
  ];
}

function tile(label, value, remark, ...more) {
  return element(
    "div",
    { class: "tile" },
    element("dt", {}, label),
    element("dd", {}, value, remark ? element("small", {}, remark) : "", ...more),
  );
}

function severityBar(shares) {
  const total = shares.reduce((sum, [, value]) => sum + value, 0);
  let done = 0;
  const bar = drawn("svg", {
    class: "severities",
    "aria-hidden": "true",
    preserveAspectRatio: "none",
    viewBox: "0 0 100 1",
  });
  const words = element("small", { class: "legend" });
  for (const [severity, value] of shares) {
    const width = (100 * value) / total;
    bar.append(drawn("rect", { class: `fill ${severity}`, x: done, y: 0, width, height: 1 }));
    words.append(
      element(
        "span",
        {},
        element("span", { class: `dot ${severity}` }),
        `${number(value)} ${severity}`,
      ),
    );
    done += width;
  }
  return [bar, words];
}

function notes() {
  const { all } = FIGURES;
  const { shown } = HEAD;
  const lines = [];
  if (shown.findings < all.findings)
    lines.push(
      `Figures are of all documents. So that this page opens in a moment, ${count(shown.findings, "finding")} in ${count(shown.documents, "document")} can be read here; ${number(all.findings - shown.findings)} are left out.` +
        (shown.cut ? ` Of ${count(shown.cut, "document")} only the beginning is shown.` : ""),
    );
  lines.push(`Made by scrapelint ${HEAD.version}. This page loads nothing and sends nothing.`);
  return lines.map((line) => element("p", {}, line));
}
