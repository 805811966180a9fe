// The card: what is wrong at the finding at hand, why, and what to do about it.

let DRAFT = { name: "", place: null }; // the name that is being chosen for a lost one

function drawCard() {
  const card = byId("card");
  if (CURRENT < 0) {
    card.replaceChildren(element("p", { class: "quiet" }, "No finding is chosen."));
    return;
  }
  const kind = kindOf(CURRENT);
  const found = details(CURRENT);
  const line = INDEX[DOCUMENT_OF[CURRENT]].lines[CURRENT - FIRST[DOCUMENT_OF[CURRENT]]];
  card.replaceChildren(
    element(
      "p",
      { class: "kicker" },
      element("span", { class: `dot ${kind.severity}` }),
      `${kind.severity} · ${kind.family}`,
      element("span", { class: "room" }),
      `line ${number(line)}, column ${number(found.column)}`,
    ),
    element("h2", {}, kind.rule),
    element("p", { class: "message" }, visible(found.message)),
    repairOf(kind, found),
    kind.why
      ? element(
          "details",
          { class: "why", open: "" },
          element("summary", {}, "Why it happens"),
          ...kind.why
            .trim()
            .split(/\n\s*\n/)
            .map((part) => element("p", {}, ...prose(part.replace(/\s*\n\s*/g, " ")))),
        )
      : "",
  );
}

function repairOf(kind, found) {
  if (kind.repair === "none")
    return element(
      "section",
      { class: "repair" },
      element(
        "p",
        { class: "quiet" },
        kind.family === "missing-text"
          ? "Nothing in the text tells what is missing. Mend the scraper, and scrape the page again."
          : "No rule can repair this. Mend the scraper, and scrape the page again.",
      ),
    );
  const section = element("section", { class: "repair", "aria-label": "Repair" });
  if (kind.repair === "name") section.append(...nameChooser(found));
  section.append(
    element("div", { id: "preview", class: "preview" }, ...previewOf(currentDecision())),
  );
  section.append(kind.repair === "safe" ? safeNote() : verdicts());
  return section;
}

const safeNote = () =>
  element(
    "p",
    { class: "quiet" },
    "Safe: no reader could want the old text back. ",
    element("code", {}, "scrapelint check --fix"),
    " makes it; there is nothing to decide.",
  );

/** What would be decided if the repair were accepted now. */
function currentDecision() {
  if (kindOf(CURRENT).repair !== "name") return { verdict: "accept" };
  return { verdict: "accept", name: DRAFT.name.trim(), place: DRAFT.place };
}

function previewOf(decision) {
  const edits = editsOf(CURRENT, decision);
  const { text } = documentOf(CURRENT);
  if (!edits.length) return [];
  const start = Math.min(...edits.map((edit) => edit.start));
  const end = Math.max(...edits.map((edit) => edit.end));
  const { before, after } = excerpt(text, start, end, 70);
  const old = [];
  const fresh = [];
  let done = start;
  for (const edit of [...edits].sort(byPlace)) {
    const same = clipped(text.slice(done, edit.start));
    const gone = text.slice(edit.start, edit.end);
    old.push(
      same,
      gone ? element("del", { class: gone.trim() ? null : "blank" }, clipped(gone)) : "",
    );
    fresh.push(same, edit.replacement ? element("ins", {}, clipped(edit.replacement)) : "");
    done = edit.end;
  }
  const around = [
    visible(before.slice(before.lastIndexOf("\n") + 1)),
    visible(after.split(/[\r\n]/)[0]),
  ];
  return [
    element(
      "p",
      {},
      element("span", { class: "tag" }, "before"),
      element("bdi", {}, around[0], ...old, around[1]),
    ),
    element(
      "p",
      {},
      element("span", { class: "tag" }, "after"),
      element("bdi", {}, around[0], ...fresh, around[1]),
    ),
  ];
}

/** A piece of text on one line, the middle of a long one left out; spaces alone can be seen. */
function clipped(piece) {
  const units = [...piece];
  const short =
    units.length > 160 ? `${units.slice(0, 90).join("")} … ${units.slice(-60).join("")}` : piece;
  return visible(short.trim() ? short : short.replaceAll(" ", "␣"));
}

function verdicts() {
  const state = stateOf(CURRENT);
  const button = (id, label, verdict, key) =>
    element(
      "button",
      {
        id,
        type: "button",
        class: `verdict ${verdict}`,
        "aria-pressed": String(state === `${verdict}ed`),
        "aria-keyshortcuts": key,
        onclick: () => judge(verdict),
      },
      label,
      element("kbd", { "aria-hidden": "true" }, key),
    );
  return element(
    "div",
    { class: "verdicts" },
    button("accept", "Accept", "accept", "a"),
    button("reject", "Reject", "reject", "r"),
    element("p", { id: "against", class: "against", role: "alert" }),
  );
}

/** Accept or reject the repair of the finding at hand; the same once more takes it back. */
function judge(verdict) {
  if (CURRENT < 0) return;
  if (!isDecidable(CURRENT)) {
    tell(
      kindOf(CURRENT).repair === "safe"
        ? "Safe: nothing to decide."
        : "There is no repair to decide about.",
    );
    return;
  }
  if (DECISIONS.get(CURRENT)?.verdict === verdict) {
    takeBack();
    return;
  }
  if (verdict === "accept" && kindOf(CURRENT).repair === "name" && !DRAFT.name.trim()) {
    byId("against").textContent = "Choose a name or type what stood here first.";
    byId("name").focus();
    return;
  }
  const against = decide(CURRENT, verdict === "accept" ? currentDecision() : { verdict });
  if (against) {
    byId("against").textContent = against;
    return;
  }
  tell(`${verdict}ed: ${kindOf(CURRENT).rule}`);
}

function takeBack() {
  if (CURRENT < 0 || !DECISIONS.has(CURRENT)) return;
  decide(CURRENT, null);
  tell(`Taken back: ${kindOf(CURRENT).rule}`);
}

/** Begin with what was decided about the finding at hand, if anything was. */
function startDraft() {
  const decision = CURRENT >= 0 ? DECISIONS.get(CURRENT) : null;
  DRAFT = { name: decision?.name ?? "", place: decision?.place ?? null };
}
