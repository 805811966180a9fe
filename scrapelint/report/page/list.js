// The list of findings. Only the rows in sight are in the page, however many there are.

const ROW = 58; // heights in pixels, as the style has them
const HEAD_ROW = 34;
const SPARE = 6; // rows drawn beyond what is in sight

let ROWS = []; // numbers of findings, and ~n for the head of document n
let TOPS = new Float64Array(1);
let CURRENT = -1; // the finding at hand

/** Work out where each row stands. */
function layOut() {
  ROWS = [];
  let last = -1;
  for (const finding of LISTED) {
    const document = DOCUMENT_OF[finding];
    if (document !== last) ROWS.push(~document);
    ROWS.push(finding);
    last = document;
  }
  TOPS = new Float64Array(ROWS.length + 1);
  ROWS.forEach((row, at) => (TOPS[at + 1] = TOPS[at] + (row < 0 ? HEAD_ROW : ROW)));
  byId("rows").style.height = `${TOPS[ROWS.length]}px`;
  drawRows();
}

function drawRows() {
  const list = byId("list");
  const first = Math.max(0, below(TOPS, list.scrollTop) - SPARE);
  const last = Math.min(
    ROWS.length,
    below(TOPS, list.scrollTop + (list.clientHeight || 800)) + SPARE,
  );
  const rows = [];
  for (let at = first; at < last; at += 1) {
    const row = ROWS[at] < 0 ? headRow(~ROWS[at]) : findingRow(ROWS[at]);
    row.style.transform = `translateY(${TOPS[at]}px)`;
    rows.push(row);
  }
  if (!ROWS.length)
    rows.push(
      element(
        "p",
        { class: "nothing" },
        FINDINGS ? "No finding meets the filter." : "Nothing was found.",
      ),
    );
  byId("rows").replaceChildren(...rows);
  if (byId(`row-${CURRENT}`)) list.setAttribute("aria-activedescendant", `row-${CURRENT}`);
  else list.removeAttribute("aria-activedescendant");
}

function headRow(at) {
  const { path, title, record } = INDEX[at];
  const name = title ? visible(title) : visible(path);
  const place = record === null ? "" : `record ${number(record)}`;
  return element(
    "div",
    { class: "row head", role: "presentation" },
    element("bdi", { class: "file" }, name),
    element("span", { class: "quiet" }, place),
  );
}

function findingRow(finding) {
  const kind = kindOf(finding);
  const document = documentOf(finding);
  const found = details(finding);
  const state = stateOf(finding);
  const line = INDEX[document.at].lines[finding - FIRST[document.at]];
  const row = element(
    "div",
    {
      class: `row ${state}`,
      id: `row-${finding}`,
      role: "option",
      "aria-selected": String(finding === CURRENT),
      "aria-posinset": below(LISTED, finding) + 1,
      "aria-setsize": LISTED.length,
    },
    element(
      "span",
      { class: "first" },
      element("span", { class: `dot ${kind.severity}` }),
      element("span", { class: "rule" }, kind.rule),
      element("span", { class: "state" }, sign(state)),
      element("span", { class: "at" }, `${line}:${found.column}`),
    ),
    snippet(document.text, found),
  );
  row.addEventListener("click", () => open(finding));
  return row;
}

const SIGNS = { accepted: "accepted", rejected: "rejected", open: "to decide", safe: "", none: "" };
const sign = (state) => SIGNS[state];

function snippet(text, { start, end, message }) {
  if (start === end && start === 0) return element("bdi", { class: "snippet" }, visible(message));
  const { before, inside, after } = excerpt(text, start, end, 48);
  const line = (piece) => visible(piece).replace(/⏎+/g, " ");
  return element(
    "bdi",
    { class: "snippet" },
    tail(line(before)),
    element(
      "mark",
      {},
      visible(inside.trim() ? inside.slice(0, 60) : inside.replaceAll(" ", "␣")) || "‸",
    ),
    line(after),
  );
}

/** The last words of a text. */
function tail(text) {
  if (text.length <= 24) return text;
  const words = text.slice(-24);
  return `…${words.slice(words.indexOf(" ") + 1)}`;
}

/** Scroll the list so that a finding is in sight. */
function reveal(finding) {
  const at = ROWS.indexOf(finding);
  if (at < 0) return;
  const list = byId("list");
  const above = at > 0 && ROWS[at - 1] < 0 ? HEAD_ROW : 0;
  if (TOPS[at] - above < list.scrollTop) list.scrollTop = TOPS[at] - above;
  else if (TOPS[at + 1] > list.scrollTop + list.clientHeight)
    list.scrollTop = TOPS[at + 1] - list.clientHeight;
}

/** The finding so many places further in the list, or the one at hand at its ends. */
function neighbour(by) {
  if (!LISTED.length) return -1;
  const at = below(LISTED, CURRENT);
  if (LISTED[at] !== CURRENT)
    return LISTED[Math.min(LISTED.length - 1, by > 0 ? at : Math.max(0, at - 1))];
  return LISTED[Math.max(0, Math.min(LISTED.length - 1, at + by))];
}

/** The next finding in the list that waits for a decision, from the one at hand on, around the end. */
function nextOpen() {
  const at = below(LISTED, CURRENT + 1);
  for (let n = 0; n < LISTED.length; n += 1) {
    const finding = LISTED[(at + n) % LISTED.length];
    if (stateOf(finding) === "open") return finding;
  }
  return -1;
}
