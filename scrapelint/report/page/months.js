// The chart over time.

const CHART = { width: 960, height: 220, left: 44, right: 8, top: 12, bottom: 26 };

/** Findings per 1,000 documents of each month, as columns. */
function monthsChart() {
  const months = everyMonth(FIGURES.months);
  if (FIGURES.months.length < 2) return null;
  const { width, height, left, right, top, bottom } = CHART;
  const rate = (month) => (month.documents ? (1000 * month.findings) / month.documents : 0);
  const ceiling = niceCeiling(Math.max(...months.map(rate)));
  const y = (value) => top + (height - top - bottom) * (1 - value / ceiling);
  const step = (width - left - right) / months.length;
  const svg = drawn("svg", {
    class: "months",
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": monthsInWords(months, rate),
  });
  for (const part of [0, 0.5, 1]) {
    const at = y(ceiling * part);
    svg.append(drawn("line", { class: "grid", x1: left, x2: width - right, y1: at, y2: at }));
    svg.append(
      drawn(
        "text",
        { class: "tick", x: left - 8, y: at + 4, "text-anchor": "end" },
        number(ceiling * part),
      ),
    );
  }
  const every = Math.ceil(months.length / 12);
  months.forEach((month, at) => {
    const value = rate(month);
    const x = left + at * step;
    const told = `${month.name}: ${perThousand(month.findings, month.documents)} per 1,000 (${count(month.findings, "finding")} in ${count(month.documents, "document")})`;
    const column = {
      class: "column",
      x: x + step * 0.15,
      width: step * 0.7,
      y: y(value),
      height: y(0) - y(value),
      rx: Math.min(2, step * 0.2),
    };
    svg.append(
      drawn(
        "g",
        {},
        drawn("title", {}, told),
        drawn("rect", { class: "hit", x, width: step, y: top, height: height - top - bottom }),
        drawn("rect", column),
      ),
    );
    if (at % every === 0)
      svg.append(
        drawn(
          "text",
          { class: "tick", x: x + step / 2, y: height - 8, "text-anchor": "middle" },
          month.name,
        ),
      );
  });
  return chart(
    "Over time",
    "Findings per 1,000 documents, by the month of the document's date.",
    element(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": "Chart by month" },
      svg,
    ),
  );
}

/** The months from the first to the last, also those without documents. */
function everyMonth(months) {
  if (!months.length) return [];
  const known = new Map(months.map((month) => [month.name, month]));
  const monthNumber = (name) => Number(name.slice(0, 4)) * 12 + Number(name.slice(5)) - 1;
  const nameOf = (at) => `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  const [first, last] = [monthNumber(months[0].name), monthNumber(months.at(-1).name)];
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const name = nameOf(first + at);
    return known.get(name) ?? { name, documents: 0, damaged: 0, findings: 0 };
  });
}

function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  return [1, 2, 4, 5, 10].map((factor) => factor * power).find((nice) => nice >= value) ?? value;
}

function monthsInWords(months, rate) {
  const worst = months.reduce((one, other) => (rate(other) > rate(one) ? other : one));
  return `From ${months[0].name} to ${months.at(-1).name}; the most, ${perThousand(worst.findings, worst.documents)} per 1,000 documents, in ${worst.name}.`;
}
