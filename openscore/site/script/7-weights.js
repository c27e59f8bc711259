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

/** Return what weights come to: for every row the ends as stated, bands, ranks and places in the order. */
const scoredBy = (data, weights) => {
  const { rubric } = data, { bands } = rubric, total = data.ways.length;
  const lows = new Float64Array(total), highs = new Float64Array(total), published = new Float64Array(total), bandLows = [], bandHighs = [];
  const less = (a, b) => bands[a].open <= bands[b].open ? a : b;
  const left = (score, gates) => {
    let found = bands.length - 1;
    while (bands[found].floor > score) found -= 1;
    for (const gate of gates) if (gate.band !== null) found = less(found, gate.band);
    return found;
  };
  const judged = (way) => {
    const [, closed, ruled] = way;
    const terms = termsOf(data, way, weights);
    const ends = terms.length ? [bound(terms, "low"), bound(terms, "high")].map((end) => end * rubric.top) : [0, 0];
    const gates = closed.map(([place]) => rubric.gates[place]), certain = closed.filter((pair) => pair[1]).map(([place]) => rubric.gates[place]);
    const low = Math.min(ends[0], ...gates.map((gate) => gate.cap)), high = Math.min(ends[1], ...certain.map((gate) => gate.cap));
    const [least, most] = [low, high].map((end) => rounded(end, rubric.digits));
    return [...(rubric.outward ? outwards(low, high, rubric.digits) : [least, most]), ...(rubric.rules ? ruled : [left(least, gates), left(most, certain)]), least];
  };
  const known = new Map();
  for (let row = 0; row < total; row++) {
    const ways = data.ways[row].map((way) => {
      const key = way.join(";");
      if (!known.has(key)) known.set(key, judged(way));
      return known.get(key);
    });
    lows[row] = Math.min(...ways.map((way) => way[0]));
    highs[row] = Math.min(...ways.map((way) => way[1]));
    published[row] = Math.min(...ways.map((way) => way[4]));
    bandLows.push(ways.map((way) => way[2]).reduce(less));
    bandHighs.push(ways.map((way) => way[3]).reduce(less));
  }
  const order = [...lows.keys()].sort((a, b) => published[b] - published[a] || data.ties[a] - data.ties[b]);
  const places = new Uint32Array(total), ranks = new Uint32Array(total);
  order.forEach((row, place) => {
    places[row] = place;
    ranks[row] = place && published[order[place - 1]] === published[row] ? ranks[order[place - 1]] : place + 1;
  });
  return { lows, highs, bands: bandLows, bandHighs, places, ranks };
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

  /* Rows. */
  const parts = rows.map((row) => ({ rank: find(".c-rank", row), score: find(".c-score", row), band: find(".c-band", row) }));
  const first = parts.map(({ rank, score, band }) => [rank, score, band].map((cell) => cell ? [...cell.childNodes] : []));
  const painted = new Map();
  const draw = (now) => {
    if (!page.score) {
      for (const row of now) if (painted.delete(row)) ["rank", "score", "band"].forEach((name, at) => { if (parts[row][name]) parts[row][name].replaceChildren(...first[row][at]); });
      return;
    }
    for (const row of now) {
      const { lows, highs, ranks, bands, bandHighs } = page.score;
      const state = [lows[row], highs[row], ranks[row], bands[row], bandHighs[row]].join();
      if (painted.get(row) === state) continue;
      painted.set(row, state);
      paint(row);
    }
  };
  const paint = (row) => {
    const { lows, highs, ranks, bands, bandHighs } = page.score, cells = parts[row], moved = data.ranks[row] - ranks[row];
    const arrow = moved ? make("span", { class: moved > 0 ? "up" : "down", "aria-hidden": "true" }, `${moved > 0 ? "▲" : "▼"}${Math.abs(moved)}`) : "";
    const said = make("span", { class: "sr" }, moved ? say(moved > 0 ? "moved_up" : "moved_down", { n: Math.abs(moved) }) : words.moved_not);
    cells.rank.replaceChildren(String(ranks[row]), " ", arrow, said);
    const [low, high] = data.scores[row];
    cells.score.replaceChildren(bar(100 * lows[row] / rubric.top, 100 * highs[row] / rubric.top), " ", make("b", {}, stated(lows[row], highs[row], rubric.digits)), make("span", { class: "own" }, say("weights_beside", { score: stated(low, high, rubric.digits), rank: data.ranks[row] })));
    if (cells.band) cells.band.textContent = bandName(rubric, bands[row], bandHighs[row]);
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
