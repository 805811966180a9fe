// The dialogue about decisions, and light and dark.

function openDecisions() {
  const verdicts = [...DECISIONS.values()].map((decision) => decision.verdict);
  const accepted = verdicts.filter((verdict) => verdict === "accept").length;
  let open = 0;
  for (let finding = 0; finding < FINDINGS; finding += 1) open += stateOf(finding) === "open";
  byId("decisions-told").textContent =
    `${number(accepted)} accepted, ${number(verdicts.length - accepted)} rejected, ${number(open)} still to decide.`;
  byId("kept").textContent = memory.works
    ? "This browser keeps them for this page until you forget them."
    : "This browser keeps nothing for this page: they are gone once it is closed, unless you download them.";
  byId("download").disabled = !DECISIONS.size;
  byId("forget").disabled = !DECISIONS.size;
  if (!byId("decisions-dialog").open) byId("decisions-dialog").showModal();
}

function forget() {
  const forgotten = [...DECISIONS.keys()];
  DECISIONS.clear();
  keep();
  forgotten.slice(0, 1).forEach(decided);
  if (CURRENT >= 0) redrawCard();
  if (READING) drawText();
  openDecisions();
}

async function loadFile(input) {
  const [file] = input.files;
  if (!file) return;
  try {
    const { taken, refused } = load(JSON.parse(await file.text()));
    byId("decisions-told").textContent =
      `${count(taken, "decision")} loaded${refused ? `; ${number(refused)} not: they are about other texts or findings` : ""}.`;
  } catch {
    byId("decisions-told").textContent = "This is no file of decisions.";
  }
  input.value = "";
  byId("download").disabled = !DECISIONS.size;
  byId("forget").disabled = !DECISIONS.size;
}

const THEMES = ["", "light", "dark"];

function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function nextTheme() {
  const now = document.documentElement.dataset.theme;
  const dark = now ? now === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(dark ? "light" : "dark");
  memory.set("scrapelint:theme", dark ? "light" : "dark");
}
