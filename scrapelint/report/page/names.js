// Choosing the name that was lost, and where it stood.

function nameChooser(found) {
  const name = element("input", {
    id: "name",
    type: "text",
    value: DRAFT.name,
    placeholder: "Type what stood here",
    "aria-label": "What stood here",
    spellcheck: "false",
    autocomplete: "off",
    maxlength: "200",
  });
  name.addEventListener("input", () => choose(name.value, false));
  const offers = (found.names ?? []).map((offered, n) =>
    element(
      "button",
      {
        type: "button",
        class: "name",
        "aria-pressed": String(offered === DRAFT.name),
        title: String(n + 1),
        onclick: () => choose(offered),
      },
      visible(offered),
    ),
  );
  const move = (by, label, sign) =>
    element(
      "button",
      { type: "button", "aria-label": label, title: label, onclick: () => movePlace(by) },
      sign,
    );
  return [
    element(
      "p",
      { class: "ask" },
      offers.length ? "What stood here? The article names:" : "What stood here?",
    ),
    offers.length
      ? element(
          "div",
          { class: "names", role: "group", "aria-label": "Names the article offers" },
          ...offers,
        )
      : "",
    element(
      "div",
      { class: "typed" },
      name,
      move(-1, "Put it earlier", "◂"),
      move(1, "Put it later", "▸"),
    ),
  ].filter(Boolean);
}

function choose(name, fill = true) {
  DRAFT.name = name;
  if (fill) byId("name").value = name;
  for (const offer of byId("card").querySelectorAll(".name"))
    offer.setAttribute("aria-pressed", String(offer.textContent === visible(name)));
  refreshDraft();
}

function movePlace(by) {
  const places = placesAround(CURRENT);
  const now = DRAFT.place ?? details(CURRENT).place;
  const at = places.findIndex((place) => place[0] === now[0] && place[1] === now[1]);
  DRAFT.place = places[Math.max(0, Math.min(places.length - 1, at + by))];
  refreshDraft();
}

/** Show what is being chosen; if the finding is accepted already, the decision follows. */
function refreshDraft() {
  byId("preview").replaceChildren(...previewOf(currentDecision()));
  if (DECISIONS.get(CURRENT)?.verdict !== "accept") return;
  const against = DRAFT.name.trim() ? decide(CURRENT, currentDecision()) : decide(CURRENT, null);
  byId("against").textContent = against;
}
