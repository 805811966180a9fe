// The keyboard.

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => inList() && step(1),
  ArrowUp: () => inList() && step(-1),
  Home: () => inList() && open(LISTED[0] ?? -1),
  End: () => inList() && open(LISTED[LISTED.length - 1] ?? -1),
  Enter: () => inList() && open(CURRENT),
  n: () => {
    const next = nextOpen();
    if (next >= 0) open(next);
    else tell("Nothing waits for a decision.");
  },
  a: () => onFindings() && judge("accept"),
  r: () => onFindings() && judge("reject"),
  u: () => onFindings() && takeBack(),
  b: () => onFindings() && showRepaired(!AS_REPAIRED),
  f: () => goTo(onFindings() ? "figures" : "findings"),
  d: () => openDecisions(),
  t: () => nextTheme(),
  "/": () => {
    goTo("findings");
    byId("words").focus();
    byId("words").select();
  },
  "?": () => byId("help-dialog").showModal(),
};
for (let digit = 0; digit <= 6; digit += 1) KEYS[digit] = () => chooseByNumber(digit);

const onFindings = () => document.body.dataset.view !== "figures";
const inList = () => document.activeElement === byId("list");

function chooseByNumber(digit) {
  if (!onFindings() || CURRENT < 0 || kindOf(CURRENT).repair !== "name") return false;
  if (digit === 0) byId("name").focus();
  else if (details(CURRENT).names[digit - 1]) choose(details(CURRENT).names[digit - 1]);
  return true;
}

function listen() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]"))
      return;
    const field = event.target.closest("input, select, textarea");
    if (field && !field.closest("dialog")) { // one in a dialogue that was just closed has no say
      leaveField(event, field);
      return;
    }
    const act = KEYS[event.key];
    if (act && act() !== false) event.preventDefault();
  });
}

function leaveField(event, field) {
  const done = event.key === "Escape" || (event.key === "Enter" && field.tagName === "INPUT");
  if (!done) return;
  event.preventDefault();
  if (field.id === "name" && event.key === "Enter") judgeTyped();
  byId("list").focus();
  if (field.id === "words" && event.key === "Enter" && LISTED.length && !LISTED.includes(CURRENT))
    open(LISTED[0]);
}

/** Enter in the field of a name accepts it. */
function judgeTyped() {
  if (DECISIONS.get(CURRENT)?.verdict !== "accept") judge("accept");
}
