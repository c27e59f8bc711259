// Models side by side, from what each brings to any comparison; what follows from that is what `openscore compare` tells.

/** Return who leads under a framework and how sure that is; nothing where it does not judge them all. */
const standing = (framework, values, chosen) => {
  const of = chosen.map((place) => framework.of[place]);
  if (of.some((one) => !one)) return null;
  const most = Math.max(...of.map((one) => one[0])), leaders = chosen.filter((_, at) => of[at][0] === most);
  const certainty = () => {
    const leader = of[chosen.indexOf(leaders[0])], others = of.filter((one) => one !== leader), isTie = leaders.length > 1;
    if ((isTie ? of : others).some((one) => one[1] > most || (one[0] < one[1] && one[1] === most))) return "open";
    if (isTie) return "tie";
    const outdone = (one) => !framework.classes && leader[3] >= one[4] && leader[5].every((place, at) => {
      const mine = values[place], theirs = values[one[5][at]];
      return mine && theirs ? mine[0] >= theirs[1] : mine === theirs;
    });
    return others.every(outdone) ? "any weights" : "these weights";
  };
  return { framework, scores: of.map((one) => one[2]), leaders, certainty: certainty() };
};

/** Return a number with one decimal, ties to the even one as the commands round; nothing is never less than nothing. */
const tenth = (number) => {
  const isTie = Math.abs(number * 4) % 2 === 1, below = Math.floor(Math.abs(number) * 10);
  const text = isTie ? ((below + below % 2) / 10 * Math.sign(number)).toFixed(1) : number.toFixed(1);
  return Number(text) === 0 ? text.replace("-", "") : text;
};
const signed = (number) => { const text = tenth(number); return Number(text) === 0 ? "0" : text.startsWith("-") ? text : `+${text}`; };

/** Return what a comparison shows by the reader's weights: scores, ranks, bands, and what each part adds. */
const weighted = (known, weights, data) => {
  const { rubric } = known, { of, ranks } = scoredBy(known, weights);
  let column = 0;
  const least = known.ways.map((ways) => {
    const found = ways.map((place) => {
      const way = known.judged[place], terms = termsOf(known, way, weights), shares = weights.map(() => 0), gates = way[1].map(([place]) => rubric.gates[place]), certain = way[1].filter((pair) => pair[1]).map(([place]) => rubric.gates[place]);
      lowShares(terms).forEach((share, at) => { shares[terms[at].at] = share; });
      const ends = terms.length ? ["low", "high"].map((end) => bound(terms, end) * rubric.top) : [0, 0], cap = Math.min(rubric.top, ...gates.map((gate) => gate.cap));
      return { column: column++, shares, cap, order: [Math.min(ends[0], cap), Math.min(ends[1], ...certain.map((gate) => gate.cap)), ...ends] };
    });
    return found.reduce((one, other) => { const at = one.order.findIndex((end, place) => end !== other.order[place]); return at >= 0 && other.order[at] < one.order[at] ? other : one; });
  });
  const terms = known.terms.map((term, at) => ({ ...data.terms[at], points: least.map((way) => term.points[way.column] * way.shares[term.criterion]) }));
  const tops = terms.filter((term) => term.depth === 0), before = least.map((_, row) => exactSum(tops.map((term) => term.points[row])));
  const taken = least.map((way, row) => Math.min(0, way.cap - before[row])), points = { gates: taken, rounding: before.map((sum, row) => of[row].low - sum - taken[row]) };
  terms.push(...data.terms.slice(terms.length).map((term) => ({ ...term, points: points[term.id] })));
  return {
    terms, lows: of.map(({ low }) => low), ranks, told: toldWeights(known, weights),
    shown: of.map(({ low, high }) => stated(low, high, rubric.digits)),
    percents: of.map(({ low, high }) => [100 * low / rubric.top, 100 * high / rubric.top]),
    bands: of.map(({ band, bandHigh }) => bandName(rubric, band, bandHigh)),
  };
};

const startCompare = () => {
  const place = find("#compare"), form = find("#compare-tools"), data = globalThis.openscoreCompare || read("data");
  if (!place || !data) return;
  const known = data.weighted, own = known && known.rubric.criteria.map((one) => one.weight);
  let chosen = [], view = null;
  const restore = () => {
    const given = address.params(), ids = (given.get("models") || "").split(","), weights = known ? weightsIn(known, given) : null;
    view = weights && !sameWeights(weights, own) ? weighted(known, weights, data) : data;
    chosen = [...new Set(ids.map((id) => data.ids.indexOf(id)).filter((at) => at >= 0))].slice(0, MOST);
    draw();
  };
  const change = (places) => {
    chosen = places;
    const given = address.params();
    given.delete("models");
    address.write(new URLSearchParams([...(chosen.length ? [["models", chosen.map((at) => data.ids[at]).join(",")]] : []), ...given]));
    draw();
  };

  /* Which models. */
  const add = acting(make("select", { name: "model" }), () => { change([...chosen, Number(add.value)]); add.value = ""; });
  const chips = make("p", { class: "chips" });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.append(chips, make("div", { class: "fields" }, make("label", {}, make("span", {}, words.compare_add), add)));
  const choices = [...data.names.keys()].sort((a, b) => data.names[a].localeCompare(data.names[b]));

  /* Tables. */
  const tabled = (caption, head, rows, style = "gridded") => {
    for (const one of rows) [...one.cells].slice(1).forEach((cell, at) => { cell.dataset.label = [head[at + 1]].flat().map((said) => said.textContent || said).join(""); });
    return make("div", { class: "table", role: "group", "aria-label": caption, tabindex: 0 },
      make("table", { class: `side ${style}` }, make("thead", {}, make("tr", {}, ...head.map((cell) => make("th", { scope: "col" }, ...[cell].flat())))), make("tbody", {}, ...rows)));
  };
  const row = (title, cells, given = {}) => make("tr", given, make("th", { scope: "row" }, title), ...cells.map((cell) => make("td", {}, ...[cell].flat())));
  const linked = (at) => data.pages[at] ? make("a", { href: data.pages[at] }, data.names[at]) : data.names[at];
  const section = (title, ...inside) => make("section", {}, make("h2", {}, title), ...inside);

  const summary = () => tabled(words.compare_scores, [words.compare_scores, ...chosen.map((at) => linked(at))], [
    row(words.openness, chosen.map((at) => [bar(...view.percents[at]), " ", make("b", {}, view.shown[at])]), { "data-row": "score" }),
    ...(view === data ? [] : [row(words.weights_rubric, chosen.map((at) => say("weights_beside", { score: data.shown[at], rank: data.ranks[at] })), { "data-row": "own" })]),
    row(words.rank, chosen.map((at) => String(view.ranks[at])), { "data-row": "rank" }),
    row(words.band, chosen.map((at) => view.bands[at]), { "data-row": "band" }),
  ]);
  const isPair = () => chosen.length === 2;
  const gap = (points) => isPair() ? [signed(points[chosen[0]] - points[chosen[1]])] : [];
  const decomposition = () => tabled(words.compare_parts, [say("compare_points", { top: data.top }), ...chosen.map((at) => data.names[at]), ...(isPair() ? [words.compare_gap] : [])], [
    ...view.terms.filter((term) => term.depth < 3 && (term.depth || chosen.some((at) => tenth(term.points[at]) !== "0.0") || !["gates", "rounding"].includes(term.id))).map((term) => row(term.title, [...chosen.map((at) => tenth(term.points[at])), ...gap(term.points)], { "data-term": term.id, class: `depth-${term.depth}` })),
    row(words.compare_sum, [...chosen.map((at) => tenth(view.lows[at])), ...gap(view.lows)], { class: "sum" }),
  ]);
  const drivers = () => {
    if (!isPair()) return "";
    const [first, second] = chosen, moved = view.terms.filter((term) => term.depth === 0).map((term) => [term.points[first] - term.points[second], term.title]);
    const listed = moved.filter(([points]) => Math.abs(points) >= 0.05).sort((a, b) => Math.abs(b[0]) - Math.abs(a[0]));
    return make("div", {}, make("p", { class: "lead" }, say("compare_less", { first: data.names[first], second: data.names[second], gap: signed(view.lows[first] - view.lows[second]) })),
      make("ul", { class: "drivers" }, ...listed.map(([points, title]) => make("li", {}, make("b", {}, signed(points)), " ", title))));
  };
  const differences = () => {
    const found = data.questions.filter((one) => new Set(chosen.map((at) => one.outcomes[one.of[at]][0])).size > 1);
    if (!found.length) return make("p", {}, words.compare_same);
    const cell = (one, at) => { const [, ...said] = one.outcomes[one.of[at]].map((number) => data.texts[number]); return [make("b", {}, said[0]), ...said.slice(1).map((fact) => make("span", { class: "source" }, fact)), data.pages[at] && make("a", { class: "source", href: data.pages[at] + (one.place && `#${one.place}`), "aria-label": say("compare_evidence", { name: data.names[at], question: one.title }) }, words.compare_sources)]; };
    return tabled(words.compare_facts, [words.compare_question, ...chosen.map((at) => data.names[at])], found.map((one) => row(one.title, chosen.map((at) => cell(one, at)), { "data-part": one.id })), "stacked");
  };
  const frameworks = () => {
    const found = data.frameworks.map((one) => standing(one, data.values, chosen)).filter(Boolean), own = found.find((one) => one.framework.id === data.rubric);
    const isOther = (one) => !one.leaders.some((at) => own.leaders.includes(at)), used = new Set(found.map((one) => one.certainty));
    const others = found.filter(isOther).length;
    return [
      make("p", {}, others ? say("compare_disagree", { n: others, total: found.length }) : words.compare_agree),
      tabled(words.compare_frameworks, [words.framework, ...chosen.map((at) => data.names[at]), words.compare_leads, words.compare_sure], found.map((one) => row(one.framework.page ? make("a", { href: one.framework.page }, one.framework.title) : one.framework.title, [...one.scores, one.leaders.map((at) => data.names[at]).join(words.comma), data.certainties[one.certainty][0]], { "data-rubric": one.framework.id, "data-leads": one.leaders.map((at) => data.ids[at]).join(), "data-sure": one.certainty, class: isOther(one) ? "other" : "" }))),
      make("ul", { class: "plain" }, ...[...used].map((name) => make("li", {}, say("pair", { name: data.certainties[name][0], value: data.certainties[name][1] })))),
    ];
  };

  const draw = () => {
    add.replaceChildren(make("option", { value: "" }, words.choose), ...choices.filter((at) => !chosen.includes(at)).map((at) => make("option", { value: at }, data.names[at])));
    add.disabled = chosen.length >= MOST;
    chips.replaceChildren(...chosen.map((at) => make("button", { type: "button", class: "chip", "aria-label": say("remove", { what: data.names[at] }), onclick: () => { change(chosen.filter((other) => other !== at)); add.focus(); } }, data.names[at], make("span", { "aria-hidden": "true" }, " ×"))));
    if (chosen.length < 2) { place.replaceChildren(make("p", {}, words.compare_choose)); return; }
    const yours = view === data ? [] : [make("div", { class: "yours" }, make("p", {}, make("b", {}, words.weights_mark), " ", view.told.sentence), make("p", {}, words.weights_command, " ", make("code", {}, view.told.command)), make("button", { type: "button", onclick: () => { const given = address.params(); given.delete("w"); given.delete("profile"); address.write(given); restore(); } }, words.weights_back))];
    const command = make("code", {}, `openscore compare ${chosen.map((at) => data.ids[at]).join(" ")} --rubric ${data.rubric}`);
    place.replaceChildren(...yours, summary(), section(words.compare_parts, drivers(), decomposition()), section(words.compare_facts, differences()), section(words.compare_frameworks, ...frameworks()), make("p", { class: "note" }, words.weights_command, " ", command));
    document.title = `${chosen.map((at) => data.names[at]).join(" · ")} · OpenScore`;
  };
  address.listen(restore);
  restore();
};
