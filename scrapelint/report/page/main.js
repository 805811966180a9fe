// What holds the page together: views, and the finding at hand.

/** Make a finding the one at hand, without leaving the list on a narrow screen. */
function select(finding, scroll = true) {
  const before = CURRENT;
  CURRENT = finding;
  if (finding !== before) startDraft();
  if (finding < 0) {
    byId("text").replaceChildren();
    byId("title").replaceChildren();
    byId("source").replaceChildren();
    byId("where").replaceChildren();
    READING = null;
    drawCard();
    return;
  }
  const document = documentOf(finding);
  if (READING?.at !== document.at) showDocument(document);
  showCurrent(scroll);
  drawCard();
  byId("card").scrollTop = 0;
  reveal(finding);
  drawRows();
}

/** Make a finding the one at hand and show it; on a narrow screen the text takes its place. */
function open(finding, scroll = true) {
  if (finding < 0) return;
  goTo("finding");
  select(finding, scroll);
  tell(`${kindOf(finding).rule}, ${below(LISTED, finding) + 1} of ${LISTED.length}`);
}

function step(by) {
  const next = neighbour(by);
  if (next >= 0) open(next);
}

const VIEWS = ["figures", "findings", "finding"];

function goTo(view) {
  if (document.body.dataset.view === view) return;
  if (location.hash !== `#${view}`) history.pushState(null, "", `#${view}`);
  show(view);
}

function show(view) {
  document.body.dataset.view = view;
  byId("figures-view").hidden = view !== "figures";
  byId("findings-view").hidden = view === "figures";
  setCurrent(byId("to-figures"), view === "figures");
  setCurrent(byId("to-findings"), view !== "figures");
  if (view === "figures") return;
  if (CURRENT < 0 && LISTED.length) select(LISTED[0]);
  else if (CURRENT >= 0) showCurrent(true);
  drawRows();
}

function setCurrent(link, current) {
  if (current) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
}

function showHash() {
  const view = location.hash.slice(1);
  show(VIEWS.includes(view) ? view : "figures");
}

function showRepaired(repaired) {
  AS_REPAIRED = repaired;
  if (!READING) return;
  showDocument(READING);
  showCurrent(true);
}

function decided(finding) {
  byId("decided").textContent = number(DECISIONS.size);
  fillStates();
  if (READING && DOCUMENT_OF[finding] === READING.at) {
    drawText();
    showCurrent(false);
  }
  drawRows();
  if (finding === CURRENT && document.activeElement?.id !== "name") redrawCard();
}

/** Draw the card anew, and leave the focus on the button that was pressed. */
function redrawCard() {
  const focused = byId("card").contains(document.activeElement) ? document.activeElement.id : "";
  startDraft();
  drawCard();
  if (focused) byId(focused)?.focus();
}

function connect() {
  watchers.push(decided);
  byId("filters").addEventListener("input", applyFilters);
  byId("filters").addEventListener("reset", () => setTimeout(applyFilters));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("list").addEventListener("scroll", () => requestAnimationFrame(drawRows), { passive: true });
  addEventListener("resize", drawRows);
  addEventListener("popstate", showHash);
  byId("back").addEventListener("click", () => goTo("findings"));
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("as-marked").addEventListener("click", () => showRepaired(false));
  byId("as-repaired").addEventListener("click", () => showRepaired(true));
  byId("theme").addEventListener("click", nextTheme);
  byId("help").addEventListener("click", () => byId("help-dialog").showModal());
  byId("decide").addEventListener("click", openDecisions);
  byId("download").addEventListener("click", download);
  byId("forget").addEventListener("click", forget);
  byId("load").addEventListener("change", (event) => loadFile(event.target));
  listen();
}

const keptTheme = memory.get("scrapelint:theme");
setTheme(THEMES.includes(keptTheme) ? keptTheme : "");
recall();
drawFigures();
fillFilters();
connect();
applyFilters();
byId("decided").textContent = number(DECISIONS.size);
byId("to-findings").append(" ", element("span", { class: "count" }, number(FINDINGS)));
showHash();
document.documentElement.dataset.ready = String(Math.round(performance.now()));
