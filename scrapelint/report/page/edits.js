// Edits: those of rules, and those that put a lost name where a person says.

/** Whether two edits cannot be made together. */
const conflict = (one, other) =>
  one.start === other.start || (one.start < other.end && other.start < one.end);

/** The edits of a finding's repair, with a decision about a lost name taken into account. */
function editsOf(finding, decision = DECISIONS.get(finding)) {
  const found = details(finding);
  if (kindOf(finding).repair !== "name")
    return found.edits.map(([start, end, replacement]) => ({ start, end, replacement }));
  if (!decision?.name) return [];
  return [insertion(documentOf(finding).text, decision.place ?? found.place, decision.name)];
}

const NO_SPACE_AFTER = /[\s([{«“‘'’\-\u2010-\u2015/]$/u;
const NO_SPACE_BEFORE = /^[\s,.;:!?)\]}»”…/\-\u2010\u2011]|^['’]\w/u;

/** The edit that puts a name at a place, with the spaces it needs on either side. */
function insertion(text, [start, end], name) {
  const before = text.text.slice(Math.max(0, text.unit(start) - 2), text.unit(start));
  const after = text.text.slice(text.unit(end), text.unit(end) + 2);
  const quoted = /^»/.test(after) && end > start; // « Le Pont »
  const left = !before || (NO_SPACE_AFTER.test(before) && !(/«$/.test(before) && end > start));
  const right = !after || (NO_SPACE_BEFORE.test(after) && !quoted);
  const old = text.slice(start, end);
  const space = /^[^\S\n]$/u.test(old) ? old : " ";
  return minimal(
    { start, end, replacement: (left ? "" : space) + name + (right ? "" : space) },
    old,
  );
}

/** The smallest edit with the same effect: spaces that stay are not touched. */
function minimal({ start, end, replacement }, old) {
  let head = 0;
  while (head < old.length && old[head] === replacement[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && old.at(-1 - tail) === replacement.at(-1 - tail)) tail += 1;
  return {
    start: start + head,
    end: end - tail,
    replacement: replacement.slice(head, replacement.length - tail),
  };
}

/** The places around a finding where a name could stand: white space, and borders of words. */
function placesAround(finding) {
  const { text } = documentOf(finding);
  const found = details(finding);
  const from = Math.max(0, text.unit(found.start) - 40);
  const piece = text.text.slice(from, text.unit(found.end) + 40);
  const places = [];
  for (const match of piece.matchAll(
    /[^\S\n]+|(?<=[\w\p{L}])(?=[^\w\p{L}\s])|(?<=[^\w\p{L}\s])(?=[\w\p{L}])/gu,
  )) {
    const start = text.place(from + match.index);
    places.push([start, start + match[0].length]);
  }
  places.push(found.place);
  const sorted = places.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  return sorted.filter(
    (place, at) => !at || place[0] !== sorted[at - 1][0] || place[1] !== sorted[at - 1][1],
  );
}

/** Those of a document's edits that are decided: accepted ones, then safe ones beside them. */
function decidedEdits(document) {
  const accepted = [];
  const safe = [];
  document.findings.forEach((_, n) => {
    const finding = FIRST[document.at] + n;
    const state = stateOf(finding);
    if (state === "accepted")
      accepted.push(...editsOf(finding).map((edit) => ({ ...edit, finding })));
    if (state === "safe") safe.push(...editsOf(finding).map((edit) => ({ ...edit, finding })));
  });
  accepted.sort(byPlace);
  safe.sort(byPlace);
  return merged(accepted, safe);
}

const byPlace = (one, other) => one.start - other.start || one.end - other.end;

/** Two sorted lists of edits as one; of two in conflict the one of the first list stays. */
function merged(first, second) {
  const starts = first.map((edit) => edit.start);
  const kept = second.filter((edit) => {
    const at = below(starts, edit.start);
    return ![first[at - 1], first[at]].some((other) => other && conflict(edit, other));
  });
  const all = [...first, ...kept].sort(byPlace);
  let done = -1;
  let last = -1;
  return all.filter((edit) => {
    if (edit.start < done || edit.start === last) return false;
    done = edit.end;
    last = edit.start;
    return true;
  });
}
