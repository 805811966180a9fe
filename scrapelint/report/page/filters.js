// Which findings are listed: those that meet what is chosen and hold all the words.

const FIELDS = ["severity", "family", "rule", "site", "state"];
const STATES = {
  open: "to decide",
  accepted: "accepted",
  rejected: "rejected",
  safe: "safe repair",
  none: "no repair",
};

let LISTED = new Uint32Array(0); // the findings that are listed, in their order

const SEARCHED = INDEX.map((document) => `${document.path}\n${document.title ?? ""}`.toLowerCase());
const SEARCHED_KINDS = KINDS.map((kind) =>
  `${kind.rule}\n${kind.family}\n${kind.summary}`.toLowerCase(),
);

function fillFilters() {
  fill(
    "severity",
    tally((finding) => kindOf(finding).severity),
    (name) => name,
    SEVERITIES,
  );
  fill(
    "family",
    tally((finding) => kindOf(finding).family),
  );
  fill(
    "rule",
    tally((finding) => kindOf(finding).rule),
  );
  fill(
    "site",
    tally((finding) => INDEX[DOCUMENT_OF[finding]].site),
  );
  fillStates();
  byId("by-site").closest("label").hidden = byId("by-site").options.length < 2;
}

function fillStates() {
  const chosen = byId("by-state").value;
  fill("state", tally(stateOf), (state) => STATES[state], Object.keys(STATES));
  byId("by-state").value = chosen;
}

function tally(key) {
  const counts = new Map();
  for (let finding = 0; finding < FINDINGS; finding += 1) {
    const value = key(finding);
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function fill(field, counts, told = (value) => value, order = null) {
  const select = byId(`by-${field}`);
  const values = order ?? [...counts.keys()].sort();
  select.replaceChildren(
    element("option", { value: "" }, "all"),
    ...values
      .filter((value) => order === null || counts.has(value) || field === "state")
      .map((value) =>
        element("option", { value }, `${visible(told(value))} (${number(counts.get(value) ?? 0)})`),
      ),
  );
}

const chosen = () => Object.fromEntries(FIELDS.map((field) => [field, byId(`by-${field}`).value]));

/** List what meets the filters, and keep the finding at hand if it is among them. */
function applyFilters() {
  const { severity, family, rule, site, state } = chosen();
  const words = byId("words").value.toLowerCase().split(/\s+/).filter(Boolean);
  const kinds = KINDS.map(
    (kind) =>
      (!severity || kind.severity === severity) &&
      (!family || kind.family === family) &&
      (!rule || kind.rule === rule),
  );
  const listed = [];
  INDEX.forEach((document, at) => {
    if (site && document.site !== site) return;
    const missing = words.filter((word) => !SEARCHED[at].includes(word));
    for (let finding = FIRST[at]; finding < FIRST[at + 1]; finding += 1) {
      const kind = KIND_OF[finding];
      if (!kinds[kind] || !missing.every((word) => SEARCHED_KINDS[kind].includes(word))) continue;
      if (!state || stateOf(finding) === state) listed.push(finding);
    }
  });
  LISTED = Uint32Array.from(listed);
  const documents = new Set(listed.map((finding) => DOCUMENT_OF[finding])).size;
  byId("matching").replaceChildren(
    LISTED.length === FINDINGS
      ? `${count(FINDINGS, "finding")} in ${count(documents, "document")}`
      : `${number(LISTED.length)} of ${count(FINDINGS, "finding")}, in ${count(documents, "document")}`,
  );
  byId("clear").hidden = !words.length && FIELDS.every((field) => !byId(`by-${field}`).value);
  layOut();
}

/** Show the findings of one rule, one site, or both. */
function showOnly(...pairs) {
  byId("filters").reset();
  for (let at = 0; at < pairs.length; at += 2) byId(`by-${pairs[at]}`).value = pairs[at + 1];
  applyFilters();
  goTo("findings");
  select(LISTED.length ? LISTED[0] : -1);
  byId("list").focus();
}
