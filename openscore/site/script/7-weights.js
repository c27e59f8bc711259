// The reader's weights: every score, rank and band anew, always marked as the reader's, with the rubric's own beside it.

/** Return the weights that an address names: a shipped profile, other weights by criterion, else the rubric's own. */
const weightsIn = (data, given) => {
  const { criteria } = data.rubric, profile = data.profiles.find((one) => one.id === given.get("profile"));
  const weights = profile ? profile.weights.slice() : criteria.map((one) => one.weight);
  for (const pair of (given.get("w") || "").split(",")) {
    const colon = pair.lastIndexOf(":"), at = criteria.findIndex((one) => one.id === pair.slice(0, colon)), weight = Number(pair.slice(colon + 1));
    if (at >= 0 && weight >= 1e-6 && weight <= 1e6) weights[at] = weight;
  }
  return weights;
};
const sameWeights = (left, right) => left.every((weight, at) => weight === right[at]);

/** Return the criteria that apply in a way of judging, as terms of a mean, with their places. */
const termsOf = (data, way, weights) => way[0].flatMap((place, at) => data.values[place] ? [{ at, weight: weights[at], low: data.values[place][0], high: data.values[place][1], optional: data.values[place][2] }] : []);

/** Return what weights are, in a sentence, and what to type for them. */
const toldWeights = (data, weights) => {
  const { rubric } = data, sum = exactSum(weights), profile = data.profiles.find((one) => sameWeights(one.weights, weights));
  const shares = weights.map((weight) => say("percent", { n: (100 * weight / sum).toFixed(1).replace(/\.0$/, "") }));
  const changed = rubric.criteria.map((one, at) => `--weight ${one.id}=${weights[at]}`).join(" ");
  return { shares, profile, sentence: say("weights_said", { shares: rubric.criteria.map((one, at) => `${one.title} ${shares[at]}`).join(words.comma) }), command: `openscore profile ${profile ? profile.id : changed} --rubric ${rubric.id}` };
};

/** Return a band, or what it is where the lowest and the highest that are possible differ. */
const bandName = ({ bands }, low, high) => {
  if (bands.length > 2 && bands[high].open - bands[low].open >= bands.length - 1) return words.not_rated;
  return bands[low].title + (low === high ? "" : "?");
};

/** Return what weights come to: of every row the ends as stated and the bands, its rank, and the rows in the order of ranks. */
const scoredBy = (data, weights) => {
  const { rubric } = data, { bands } = rubric, total = data.ways.length;
  const less = (a, b) => bands[a].open <= bands[b].open ? a : b;
  const left = (score, gates) => {
    let found = bands.length - 1;
    while (bands[found].floor > score) found -= 1;
    for (const gate of gates) if (gate.band !== null) found = less(found, gate.band);
    return found;
  };
  const judge = (way) => {
    const [, closed, ruled] = way, terms = termsOf(data, way, weights);
    const ends = terms.length ? [bound(terms, "low"), bound(terms, "high")].map((end) => end * rubric.top) : [0, 0];
    const gates = closed.map(([place]) => rubric.gates[place]), certain = closed.filter((pair) => pair[1]).map(([place]) => rubric.gates[place]);
    const cut = [Math.min(ends[0], ...gates.map((gate) => gate.cap)), Math.min(ends[1], ...certain.map((gate) => gate.cap))];
    const [least, most] = cut.map((end) => rounded(end, rubric.digits)), [low, high] = rubric.outward ? outwards(...cut, rubric.digits) : [least, most];
    const [band, bandHigh] = rubric.rules ? ruled : [left(least, gates), left(most, certain)];
    return { low, high, band, bandHigh, least };
  };
  /* A model that is judged in several ways has the least of each. */
  const worse = (one, other) => ({ low: Math.min(one.low, other.low), high: Math.min(one.high, other.high), band: less(one.band, other.band), bandHigh: less(one.bandHigh, other.bandHigh), least: Math.min(one.least, other.least) });
  const judged = data.judged.map(judge), of = data.ways.map((ways) => ways.map((way) => judged[way]).reduce(worse));

  /* Those of one score stand together, in the order of ties. */
  const tied = new Uint32Array(total), groups = new Map(), order = [], ranks = new Uint32Array(total);
  data.ties.forEach((tie, row) => { tied[tie] = row; });
  for (const row of tied) { const { least } = of[row]; if (groups.has(least)) groups.get(least).push(row); else groups.set(least, [row]); }
  for (const least of [...groups.keys()].sort((a, b) => b - a)) {
    const rank = order.length + 1;
    for (const row of groups.get(least)) { ranks[row] = rank; order.push(row); }
  }
  return { of, ranks, order };
};

const startWeights = ({ rows, data, form, change, page }) => {
  const { rubric } = data;
  if (!rubric.reweights) return null;
  const own = rubric.criteria.map((one) => one.weight), most = Math.max(...own);
  const [top, step] = most >= 10 ? [100, 1] : [10, 0.1];
  let weights = null;

  /* In the address: a shipped profile by its name, other weights by criterion where they are not the rubric's. */
  const restore = (given) => {
    weights = weightsIn(data, given);
    use();
  };
  const write = (given) => {
    if (sameWeights(weights, own)) return;
    const { profile } = toldWeights(data, weights);
    if (profile) given.set("profile", profile.id);
    else given.set("w", rubric.criteria.flatMap((one, at) => weights[at] === own[at] ? [] : [`${one.id}:${weights[at]}`]).join(","));
  };
  const use = () => { page.score = sameWeights(weights, own) ? null : scoredBy(data, weights); show(); };

  /* Controls. */
  const sliders = rubric.criteria.map((one, at) => {
    const range = make("input", { type: "range", id: `w-${one.id}`, name: one.id, min: step, max: top, step, oninput: () => { weights[at] = Number(range.value); use(); change(true); }, onblur: address.settle });
    const told = make("output", { for: `w-${one.id}` });
    return { range, told, node: make("div", { class: "slider" }, make("label", { for: `w-${one.id}` }, one.title), range, told) };
  });
  const take = (chosen) => { weights = chosen.slice(); use(); change(); };
  const presets = make("select", { name: "profile", onchange: () => { const profile = data.profiles.find((one) => one.id === presets.value); if (profile) take(profile.weights); else if (presets.value === "") take(own); } },
    make("option", { value: "" }, words.weights_rubric), ...data.profiles.map((one) => make("option", { value: one.id }, one.title)), make("option", { value: "own", disabled: true }, words.weights_own));
  const why = make("p", { class: "note" });
  const panel = make("details", { id: "weights" }, make("summary", {}, words.weights), make("p", { class: "note" }, words.weights_about), make("div", { class: "fields" }, make("label", {}, make("span", {}, words.weights_preset), presets)), why, make("div", { class: "sliders" }, ...sliders.map((one) => one.node)));
  form.append(panel);
  const command = make("code", { id: "weights-command" });
  const banner = make("div", { class: "yours", role: "group", "aria-label": words.weights }), says = make("p"), mark = make("b", {}, words.weights_mark);
  const back = make("button", { type: "button", onclick: () => { take(own); find("summary", panel).focus(); } }, words.weights_back);
  const link = make("code"), send = make("button", { type: "button", onclick: () => { link.textContent = location.href; copy(send, link); } }, words.weights_link);
  form.after(banner);

  const show = () => {
    const { shares, profile, sentence, command: typed } = toldWeights(data, weights), isOwn = sameWeights(weights, own);
    sliders.forEach(({ range, told }, at) => {
      if (Number(range.value) !== weights[at]) range.value = weights[at];
      range.setAttribute("aria-valuetext", say("pair", { name: plain(weights[at]), value: shares[at] }));
      told.textContent = `${plain(weights[at])} · ${shares[at]}`;
    });
    presets.value = isOwn ? "" : profile ? profile.id : "own";
    why.textContent = profile && !isOwn ? profile.why : "";
    why.hidden = !why.textContent;
    if (isOwn) { banner.replaceChildren(); return; }
    says.replaceChildren(mark, " ", sentence);
    command.textContent = typed;
    banner.replaceChildren(says, make("p", {}, words.weights_command, " ", command), make("p", {}, send, " ", back, " ", link));
  };

  /* Rows: what stood in the cells of one that is painted is kept, to be put back. */
  const painted = new Map();
  const taken = (row) => {
    if (!painted.has(row)) {
      const cells = ["rank", "score", "band"].flatMap((name) => find(`.c-${name}`, rows[row]) || []);
      painted.set(row, { cells, first: cells.map((cell) => [...cell.childNodes]), by: null });
    }
    return painted.get(row);
  };
  const draw = (now) => {
    for (const row of now) {
      if (!page.score && !painted.has(row)) continue;
      const { cells, first, by } = taken(row);
      if (page.score && by !== page.score) { paint(row, cells); painted.get(row).by = page.score; }
      if (!page.score) { cells.forEach((cell, at) => cell.replaceChildren(...first[at])); painted.delete(row); }
    }
  };
  const paint = (row, [rank, score, band]) => {
    const is = page.score.of[row], own = data.scores[row], now = page.score.ranks[row], moved = data.ranks[row] - now;
    const arrow = moved ? make("span", { class: moved > 0 ? "up" : "down", "aria-hidden": "true" }, `${moved > 0 ? "▲" : "▼"}${Math.abs(moved)}`) : "";
    const said = make("span", { class: "sr" }, moved ? say(moved > 0 ? "moved_up" : "moved_down", { n: Math.abs(moved) }) : words.moved_not);
    rank.replaceChildren(String(now), " ", arrow, said);
    score.replaceChildren(bar(100 * is.low / rubric.top, 100 * is.high / rubric.top), " ", make("b", {}, stated(is.low, is.high, rubric.digits)), make("span", { class: "own" }, say("weights_beside", { score: stated(...own, rubric.digits), rank: data.ranks[row] })));
    if (band) band.textContent = bandName(rubric, is.band, is.bandHigh);
  };
  return { restore, write, draw };
};

/** Return a bar as the page has them. */
const bar = (low, high) => {
  const svg = (tag, given) => { const node = document.createElementNS("http://www.w3.org/2000/svg", tag); for (const [name, value] of Object.entries(given)) node.setAttribute(name, value); return node; };
  const node = svg("svg", { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
  node.append(svg("rect", { width: low, height: 10, fill: "url(#open)" }));
  if (high > low) node.append(svg("rect", { x: low, width: high - low, height: 10, fill: "url(#doubt)" }));
  return node;
};
