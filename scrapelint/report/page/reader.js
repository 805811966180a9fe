// The reader: a document's text, every finding marked in its place.

let READING = null; // the document that is shown
let AS_REPAIRED = false;

const LONG = 100_000; // units of a text from which on only what is in sight is laid out
const BROAD = 100; // units of a mark from which on it is not coloured all over

const SHOWN_NAMES = new Intl.DisplayNames("en", { type: "language" });

function showDocument(document) {
  if (READING?.at !== document.at) byId("text").scrollTop = 0;
  READING = document;
  byId("title").replaceChildren(visible(nameOf(document)));
  byId("source").replaceChildren(...sourceOf(document));
  byId("as-marked").setAttribute("aria-pressed", String(!AS_REPAIRED));
  byId("as-repaired").setAttribute("aria-pressed", String(AS_REPAIRED));
  drawText();
}

function sourceOf(document) {
  const parts = [];
  if (document.title) parts.push(document.path);
  if (document.record !== null) parts.push(`record ${number(document.record)}`);
  if (document.id) parts.push(document.id);
  if (document.url) parts.push(document.url);
  else if (document.site) parts.push(document.site);
  if (document.date) parts.push(document.date);
  if (document.lang !== "unknown") parts.push(SHOWN_NAMES.of(document.lang));
  parts.push(count(document.findings.length, "finding"));
  return parts.map((part) => element("bdi", {}, visible(part)));
}

function drawText() {
  const lines = linesOf(pieces(READING, AS_REPAIRED));
  const whole = READING.findings.flatMap((found, n) =>
    isWhole(found) ? [wholeMark(FIRST[READING.at] + n)] : [],
  );
  byId("text").replaceChildren(...whole, ...lines, ...leftOut(READING));
  byId("text").classList.toggle("long", READING.text.text.length > LONG);
  byId("text").lang = READING.lang === "unknown" ? "" : READING.lang;
}

function leftOut({ cut, text }) {
  if (!cut && text.text) return [];
  const told = text.text
    ? "The document goes on; the rest of it, or of its findings, is not in this page."
    : "The text is not in this page: only what was found side by side with others is told of it.";
  return [element("p", { class: "cut" }, told)];
}

const isWhole = ({ start, end }) => start === 0 && end === 0;

function wholeMark(finding) {
  const mark = element(
    "p",
    { class: "whole" },
    element("span", { class: `dot ${kindOf(finding).severity}` }),
    visible(details(finding).message),
  );
  return marked(mark, [finding]);
}

/** A document as pieces of text, each with the findings and the edit that cover it. */
function pieces(document, repaired) {
  const { text, findings } = document;
  const edits = decidedEdits(document);
  const borders = new Set([0, text.text.length]);
  const starts = new Map();
  const points = new Map();
  findings.forEach((found, n) => {
    if (isWhole(found)) return;
    const [start, end] = [text.unit(found.start), text.unit(found.end)];
    borders.add(start).add(end);
    const at = start === end ? points : starts;
    if (!at.has(start)) at.set(start, []);
    at.get(start).push({ finding: FIRST[document.at] + n, end });
  });
  for (const edit of edits) borders.add(text.unit(edit.start)).add(text.unit(edit.end));
  const sorted = [...borders].sort((one, other) => one - other);
  const made = [];
  let covering = [];
  let next = 0;
  sorted.forEach((start, n) => {
    const end = sorted[n + 1] ?? start;
    covering = covering.filter((found) => found.end > start).concat(starts.get(start) ?? []);
    for (const point of points.get(start) ?? [])
      made.push({ point: true, text: "", findings: [point.finding] });
    while (next < edits.length && text.unit(edits[next].end) <= start) {
      const edit = edits[next];
      next += 1;
      if (edit.replacement)
        made.push({ text: edit.replacement, inserted: true, findings: [edit.finding] });
    }
    if (end === start) return;
    const edit = edits[next];
    const removed =
      edit !== undefined && text.unit(edit.start) <= start && end <= text.unit(edit.end);
    const by = [...covering]
      .sort((one, other) => other.end - one.end)
      .map((found) => found.finding);
    made.push({
      text: text.text.slice(start, end),
      removed,
      repair: removed ? edit.finding : -1,
      findings: by,
    });
  });
  return repaired ? made.filter((piece) => !piece.removed && !piece.point).map(asRepaired) : made;
}

const asRepaired = (piece) => (piece.inserted ? piece : { ...piece, findings: [] });

/** The pieces as paragraphs, one a line. */
function linesOf(all) {
  const lines = [element("p", { dir: "auto" })];
  for (const piece of all) {
    if (piece.point) {
      lines.at(-1).append(nodeOf("", piece));
      continue;
    }
    piece.text.split(/\r\n|\r|\n/).forEach((part, n, parts) => {
      const ended = n < parts.length - 1;
      const sign =
        ended && (piece.findings.length || piece.removed) && !(piece.inserted && AS_REPAIRED)
          ? "⏎"
          : "";
      if (part || sign) lines.at(-1).append(nodeOf(part, piece, sign));
      if (ended) lines.push(element("p", { dir: "auto" }));
    });
  }
  for (const line of lines) if (!line.hasChildNodes()) line.className = "blank";
  return lines;
}

function nodeOf(text, piece, sign = "") {
  const blank = text && !text.trim() && (piece.findings.length || piece.removed);
  const content = shown(blank ? text.replaceAll(" ", "␣") : text);
  if (sign) content.push(element("span", { class: "line-end", "aria-hidden": "true" }, sign));
  const gone = blank ? "blank" : null;
  if (piece.inserted) return marked(element("ins", {}, ...content), piece.findings);
  const inner = piece.removed ? [element("del", { class: gone }, ...content)] : content;
  if (!piece.findings.length && piece.removed) return marked(inner[0], [piece.repair]);
  if (!piece.findings.length) return inner.length === 1 ? text : element("span", {}, ...inner);
  const finding = piece.findings.at(-1);
  const name = ["mark", kindOf(finding).severity, stateOf(finding)];
  if (piece.point) name.push("point");
  if (isBroad(finding)) name.push("broad");
  return marked(
    element("mark", { class: name.join(" ") }, ...(piece.point ? ["‸"] : inner)),
    piece.findings,
  );
}

function isBroad(finding) {
  const { start, end } = details(finding);
  return end - start > BROAD;
}

/** Let a node lead to the last of some findings, and be found by all of them. */
function marked(node, findings) {
  node.dataset.findings = ` ${findings.join(" ")} `;
  node.classList.toggle("current", findings.includes(CURRENT));
  node.addEventListener("click", () => open(findings.at(-1), false));
  return node;
}

const nodesOf = (finding) => byId("text").querySelectorAll(`[data-findings~="${finding}"]`);

/** Scroll to a node; in a long text once more when what was out of sight has got its height. */
function bringIntoSight(node) {
  const scroll = () => {
    const tall = node.getBoundingClientRect().height > byId("text").clientHeight / 2;
    node.scrollIntoView({ block: tall ? "start" : "center", inline: "nearest" });
  };
  scroll();
  if (!byId("text").classList.contains("long")) return;
  requestAnimationFrame(() => {
    scroll();
    requestAnimationFrame(scroll);
  });
}

/** Make the finding at hand stand out, and scroll to it. */
function showCurrent(scroll) {
  for (const node of byId("text").querySelectorAll(".current")) node.classList.remove("current");
  const nodes = nodesOf(CURRENT);
  for (const node of nodes) node.classList.add("current");
  if (scroll && nodes.length) bringIntoSight(nodes[0]);
  const { length } = READING.findings;
  byId("where").replaceChildren(`${number(CURRENT - FIRST[READING.at] + 1)} of ${number(length)}`);
}
