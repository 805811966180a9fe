// Decisions as a file: downloaded, and loaded again.

/** The decisions as scrapelint takes them. */
function decisionsFile() {
  const documents = new Map();
  for (const finding of [...DECISIONS.keys()].sort((one, other) => one - other)) {
    const document = documentOf(finding);
    if (!documents.has(document.at)) documents.set(document.at, entryOf(document));
    documents.get(document.at).decisions.push(decisionOf(finding, document));
  }
  return { version: 1, documents: [...documents.values()] };
}

function entryOf(document) {
  const { path, record, id, field, sha256 } = document;
  return { path, record, id, field, sha256, decisions: [] };
}

function decisionOf(finding, document) {
  const { start, end } = details(finding);
  const decision = DECISIONS.get(finding);
  const edits = decision.verdict === "accept" ? editsOf(finding, decision) : [];
  return {
    rule: kindOf(finding).rule,
    start,
    end,
    verdict: decision.verdict,
    edits: edits.map((edit) => ({
      start: edit.start,
      end: edit.end,
      text: document.text.slice(edit.start, edit.end),
      replacement: edit.replacement,
    })),
  };
}

function download() {
  const text = JSON.stringify(decisionsFile(), null, 2) + "\n";
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = element("a", { href: address, download: "decisions.json" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Take over the decisions of a file, where the text and the finding are the same. */
function load(file) {
  const places = new Map(INDEX.map((document, at) => [`${document.path}\n${document.record}`, at]));
  let taken = 0;
  let refused = 0;
  for (const entry of file.documents) {
    const at = places.get(`${entry.path}\n${entry.record ?? null}`);
    const fits = at !== undefined && documentAt(at).sha256 === entry.sha256;
    for (const decision of entry.decisions) {
      const finding = fits ? findingAt(at, decision) : -1;
      if (finding >= 0 && isDecidable(finding) && !decide(finding, recalled(finding, decision)))
        taken += 1;
      else refused += 1;
    }
  }
  return { taken, refused };
}

function findingAt(at, { rule, start, end }) {
  const { findings } = documentAt(at);
  const found = findings.findIndex(
    (finding, n) =>
      finding.start === start && finding.end === end && kindOf(FIRST[at] + n).rule === rule,
  );
  return found < 0 ? -1 : FIRST[at] + found;
}

function recalled(finding, { verdict, edits }) {
  if (verdict !== "accept" || kindOf(finding).repair !== "name") return { verdict };
  const [edit] = edits;
  return { verdict, name: edit.replacement.trim(), place: [edit.start, edit.end] };
}
