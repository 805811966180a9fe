// Small helpers for the document. Text from data only ever becomes text nodes.

const SVG = "http://www.w3.org/2000/svg";

const byId = (id) => document.getElementById(id);

/** Make an element: its attributes, then children, which are nodes or texts. */
function element(tag, attributes = {}, ...children) {
  return furnish(document.createElement(tag), attributes, children);
}

function drawn(tag, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

function furnish(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false)
      node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== ""));
  return node;
}

/** Characters that control a display, turn its direction or cannot be seen. */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0]/gu;

const codeOf = (character) =>
  "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

/** A text on one line, what cannot be seen in it told by code. */
function visible(text) {
  return String(text)
    .replace(/\r\n|\r|\n/g, "⏎")
    .replace(/\t/g, "→")
    .replace(UNSEEN, (character) => `⟨${codeOf(character)}⟩`);
}

/** Nodes for a piece of text without line ends: what cannot be seen becomes a small label. */
function shown(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(UNSEEN)) {
    if (match[0] === "\t") continue;
    if (match.index > done) nodes.push(text.slice(done, match.index));
    nodes.push(element("span", { class: "hidden-character" }, codeOf(match[0])));
    done = match.index + match[0].length;
  }
  if (done < text.length) nodes.push(text.slice(done));
  return nodes;
}

/** Nodes for words of a rule, in which `code` stands between backquotes. */
function prose(text) {
  return text
    .split(/`([^`]*)`/)
    .map((part, at) => (at % 2 ? element("code", {}, visible(part)) : visible(part)));
}

const number = (value) => value.toLocaleString("en");

const count = (value, noun, plural = `${noun}s`) =>
  `${number(value)} ${value === 1 ? noun : plural}`;

/** How many in a thousand, with as many digits as can be trusted. */
function perThousand(part, whole) {
  if (!whole) return "–";
  const rate = (1000 * part) / whole;
  return rate >= 10 || rate === 0 ? number(Math.round(rate)) : rate.toFixed(rate >= 1 ? 1 : 2);
}

function percent(part, whole) {
  if (!whole) return "–";
  const share = (100 * part) / whole;
  if (part && share < 0.1) return "< 0.1 %";
  return `${share >= 10 || share === 0 || share === 100 ? Math.round(share) : share.toFixed(1)} %`;
}

function tell(message) {
  byId("live").textContent = message;
}

/** What the browser keeps between two visits; where it may not, nothing is kept. */
const memory = {
  works: true,
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      this.works = false;
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      this.works = false;
    }
  },
};
