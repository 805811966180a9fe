// The data in the page. Findings are numbered through all documents; a document's text is read
// when it is first shown.

const read = (id) => JSON.parse(byId(id).textContent);

const HEAD = read("figures");
const FIGURES = HEAD.figures;
const KINDS = HEAD.kinds;
const INDEX = read("index");

const FIRST = new Uint32Array(INDEX.length + 1); // number of a document's first finding
INDEX.forEach((document, at) => (FIRST[at + 1] = FIRST[at] + document.kinds.length));
const FINDINGS = FIRST[INDEX.length];

const DOCUMENT_OF = new Uint32Array(FINDINGS);
const KIND_OF = new Uint16Array(FINDINGS);
INDEX.forEach((document, at) => {
  DOCUMENT_OF.fill(at, FIRST[at], FIRST[at + 1]);
  KIND_OF.set(document.kinds, FIRST[at]);
});

const kindOf = (finding) => KINDS[KIND_OF[finding]];

/** A text whose places are counted in characters, where the browser counts units of 16 bits. */
class Text {
  constructor(text) {
    this.text = text;
    this.wide = []; // where characters of two units stand, counted in characters
    let before = 0;
    for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) {
      this.wide.push(match.index - before);
      before += 1;
    }
  }

  /** The unit at which a character starts. */
  unit(place) {
    return place + below(this.wide, place);
  }

  /** The character that starts at a unit. */
  place(unit) {
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wide[middle] + middle < unit) low = middle + 1;
      else high = middle;
    }
    return unit - low;
  }

  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}

/** How many of some sorted numbers are smaller than another. */
function below(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const RECENT = new Map(); // the documents read last
const MOST_RECENT = 60;

function documentAt(at) {
  let document = RECENT.get(at);
  if (!document) {
    const body = read(`document-${at}`);
    document = { ...INDEX[at], ...body, at, text: new Text(body.text) };
    if (RECENT.size >= MOST_RECENT) RECENT.delete(RECENT.keys().next().value);
  } else {
    RECENT.delete(at);
  }
  RECENT.set(at, document);
  return document;
}

const documentOf = (finding) => documentAt(DOCUMENT_OF[finding]);

/** All that is known of a finding. */
function details(finding) {
  const document = documentOf(finding);
  return document.findings[finding - FIRST[document.at]];
}

const nameOf = (document) => document.title || document.path;

/** Some of a document's text around a place: what is before, in and after it. */
function excerpt(text, start, end, around) {
  const [from, to] = [text.unit(start), text.unit(end)];
  const { text: all } = text;
  let first = Math.max(0, from - around);
  let last = Math.min(all.length, to + around);
  if (/[\udc00-\udfff]/.test(all[first] ?? "")) first += 1;
  if (/[\udc00-\udfff]/.test(all[last] ?? "")) last -= 1;
  return {
    before: (first > 0 ? "…" : "") + all.slice(first, from),
    inside: all.slice(from, to),
    after: all.slice(to, Math.max(to, last)) + (last < all.length ? "…" : ""),
  };
}
