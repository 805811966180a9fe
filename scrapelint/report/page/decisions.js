// What a person decided, kept while the page is open and, where the browser may, between visits.

const STORE = `scrapelint:decisions:${HEAD.page}`;

/** From the number of a finding to {verdict, name, place}; name and place for lost names. */
const DECISIONS = new Map();

const watchers = [];

const isDecidable = (finding) => ["unsafe", "name"].includes(kindOf(finding).repair);

/** Which state a finding is in: open, accepted or rejected; safe or none if nothing can be decided. */
function stateOf(finding) {
  if (!isDecidable(finding)) return kindOf(finding).repair;
  const decision = DECISIONS.get(finding);
  return decision ? `${decision.verdict}ed` : "open";
}

/** Decide about a finding, or take a decision back with null. Returns what speaks against it. */
function decide(finding, decision) {
  if (decision?.verdict === "accept") {
    const against = conflicting(finding, editsOf(finding, decision));
    if (against) return against;
  }
  if (decision) DECISIONS.set(finding, decision);
  else DECISIONS.delete(finding);
  keep();
  watchers.forEach((watch) => watch(finding));
  return "";
}

/** Whether edits overlap those of another accepted repair in the document, and which it is. */
function conflicting(finding, edits) {
  const at = DOCUMENT_OF[finding];
  for (const [other, decision] of DECISIONS) {
    if (other === finding || decision.verdict !== "accept" || DOCUMENT_OF[other] !== at) continue;
    for (const theirs of editsOf(other, decision)) {
      if (edits.some((edit) => conflict(edit, theirs)))
        return `This overlaps the accepted repair of ${kindOf(other).rule}: take that back first.`;
    }
  }
  return "";
}

function keep() {
  const kept = [...DECISIONS].map(([finding, decision]) => [finding, decision]);
  memory.set(STORE, JSON.stringify(kept));
}

function recall() {
  try {
    for (const [finding, decision] of JSON.parse(memory.get(STORE) ?? "[]"))
      if (isSound(finding, decision)) DECISIONS.set(finding, decision);
  } catch {
    DECISIONS.clear();
  }
}

/** Whether a decision that was kept can be one about a finding of this page. */
function isSound(finding, decision) {
  if (!Number.isInteger(finding) || finding < 0 || finding >= FINDINGS || !isDecidable(finding))
    return false;
  const { verdict, name, place } = decision ?? {};
  if (verdict !== "accept") return verdict === "reject";
  const isPlace = Array.isArray(place) && place.length === 2 && place.every(Number.isInteger);
  return kindOf(finding).repair !== "name" || (typeof name === "string" && (!place || isPlace));
}
