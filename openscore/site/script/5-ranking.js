// The ranking: search, filters, order and columns. Rows stand in the page; only those that fit are left in the table.

const startRanking = () => {
  const form = find("#tools"), data = read("data"), known = globalThis.openscoreModels;
  if (!form || !data || !known) return;
  const table = find("#ranking"), body = find("tbody", table), head = find("thead tr", table), found = find("#found");
  const rows = all("tr", body), total = rows.length, order = [...rows.keys()];
  const facets = new Map([...known.facets, ...known.facts].map((facet) => [facet.id, facet]));
  for (const pair of facets.get("country").values) pair[1] = countryName(pair[1]);
  const own = known.facets.map((facet) => facet.id);
  const model = (row) => data.models[row];
  const texts = rows.map((_, row) => [known.ids[model(row)], known.names[model(row)], titles("maker", row).join("\n"), ...known.aliases[model(row)]].join("\n").toLowerCase());
  function titles(id, row) { const facet = facets.get(id); return facet.of[model(row)].map((place) => facet.values[place][1]); }
  const base = ["band", "criteria", "released"].filter((id) => find(`.c-${id}`, head));
  const view = { q: "", filters: new Map(), facts: [], sort: "", columns: null };
  const MANY = 500, LEAST = 40, CHUNK = 30;
  const band = () => ({ id: "band", title: words.band, values: data.rubric.bands.map((one) => [one.id, one.title]), of: null });

  /* From the address and back. */
  const restore = () => {
    const given = address.params();
    view.q = given.get("q") || "";
    view.filters = new Map([...own, "band"].filter((id) => given.get(id)).map((id) => [id, given.get(id)]));
    view.facts = given.getAll("fact").map((text) => [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)]).filter(([id, value]) => facets.has(id) && value);
    view.sort = given.get("sort") || "";
    view.columns = given.has("columns") ? given.get("columns").split(",").filter((id) => base.includes(id) || facets.has(id) || isCriterion(id)) : null;
    for (const part of parts) part.restore(given);
    draw();
  };
  const write = (isOngoing = false) => {
    const given = new URLSearchParams(), put = (name, value) => { if (value) given.append(name, value); };
    put("q", view.q.trim());
    for (const [id, value] of view.filters) put(id, value);
    for (const pair of view.facts) put("fact", pair.join(":"));
    put("sort", view.sort);
    if (view.columns) given.set("columns", view.columns.join(","));
    for (const part of parts) part.write(given);
    address.write(given, isOngoing);
  };
  const change = (isOngoing) => { write(isOngoing); draw(); };
  const parts = [];
  const page = { table, body, rows, data, known, model, change, form, score: null };

  /* What fits. */
  const cited = (text) => /^([a-z0-9][a-z0-9.~-]*):[a-z0-9][a-z0-9.~-]*@\d+\.\d+\.\d+:\S+$/.exec(text);
  const placeOf = (id, value) => facets.get(id).values.findIndex((pair) => pair[0] === value);
  const bandOf = (row) => page.score ? page.score.of[row].band : data.band[row];
  const tests = () => {
    const wanted = view.q.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = wanted.length ? [(row) => wanted.every((word) => texts[row].includes(word))] : [];
    for (const [id, value] of view.filters) {
      if (id === "band") { const place = data.rubric.bands.findIndex((one) => one.id === value); found.push((row) => bandOf(row) === place); } else asked(found, id, value);
    }
    for (const [id, value] of view.facts) asked(found, id, value);
    return found;
  };
  const asked = (found, id, value) => {
    const of = facets.get(id).of, place = placeOf(id, value);
    found.push(value === "?" ? (row) => !of[model(row)].length : (row) => of[model(row)].includes(place));
  };
  const fitting = () => {
    const code = cited(view.q.trim());
    if (code) { const place = known.ids.indexOf(code[1]); tell(place); return order.filter((row) => model(row) === place); }
    const checks = tests(), fits = (page.score ? page.score.order : order).filter((row) => checks.every((check) => check(row)));
    found.textContent = fits.length === total ? "" : fits.length ? say("shown", { n: fits.length, total }) : words.none;
    return fits;
  };
  const tell = (place) => {
    const text = view.q.trim();
    found.textContent = place < 0 ? words.code_unknown : say(known.codes[place] === text ? "code_known" : "code_other", { name: known.names[place], code: text });
  };

  /* In which order. */
  const isCriterion = (id) => data.rubric.criteria.some((one) => one.id === id);
  const days = rows.map((row) => (find("time", row) || { dateTime: "" }).dateTime);
  const lows = (id) => { const place = data.rubric.criteria.findIndex((one) => one.id === id); return (row) => { const value = data.values[data.judged[data.ways[row][0]][0][place]]; return value && value[0]; }; };
  const key = (id) => {
    if (id === "name") return (row) => known.names[model(row)].toLowerCase();
    if (id === "released") return (row) => days[row] || null;
    if (id === "band") return (row) => data.rubric.bands[bandOf(row)].open;
    if (isCriterion(id)) return lows(id);
    return facets.has(id) ? (row) => titles(id, row).join(", ").toLowerCase() || null : null;
  };
  /** Order what fits; it comes by rank, and a sort leaves equals as they come. */
  const ordered = (fits) => {
    const id = view.sort.replace(/^-/, ""), of = id && key(id), sign = view.sort.startsWith("-") ? -1 : 1;
    if (id === "score") return fits.reverse();
    if (!of) return fits;
    const keys = new Map(fits.map((row) => [row, of(row)]));
    return fits.sort((a, b) => {
      const [left, right] = [keys.get(a), keys.get(b)];
      if (left === right) return 0;
      if (left === null || right === null) return left === null ? 1 : -1;
      return (typeof left === "string" ? collator.compare(left, right) : left - right) * sign;
    });
  };
  const collator = new Intl.Collator(document.documentElement.lang);

  /* What is seen: as many rows as a window has at once, so that an answer never waits for those out of sight.
     The others follow: of a ranking of usual size by themselves, of a larger one as far as the reader gets. */
  let shown = order, placed = 0, waiting = 0;
  const draw = () => {
    const now = ordered(fitting()), isSame = now.length === shown.length && now.every((row, place) => row === shown[place]);
    shown = now;
    placed = 0;
    columns();
    marks();
    controls.restore();
    goOn(Math.ceil(innerHeight / LEAST));
    if (!isSame || total > MANY) { const last = placed ? rows[shown[placed - 1]] : null; while (body.lastElementChild !== last) body.lastElementChild.remove(); }
  };
  const put = (now) => {
    let there = body.children[placed] || null;
    for (const row of now) if (rows[row] === there) there = there.nextElementSibling; else body.insertBefore(rows[row], there);
    placed += now.length;
  };
  const goOn = (many) => {
    const now = shown.slice(placed, placed + many);
    cells(now);
    for (const part of parts) part.draw(now);
    put(now);
    clearTimeout(waiting);
    const isWaiting = placed < shown.length && total <= MANY;
    if (isWaiting) { table.setAttribute("aria-busy", "true"); waiting = setTimeout(() => goOn(CHUNK)); } else table.removeAttribute("aria-busy");
    table.setAttribute("aria-rowcount", shown.length + 1);
    end.disconnect();
    if (placed < shown.length) end.observe(foot);
  };
  /** Go to what is searched: the model of that very name, or the first. */
  const go = () => {
    const wanted = view.q.trim().toLowerCase(), same = shown.findIndex((row) => texts[row].split("\n").includes(wanted)), at = Math.max(same, 0);
    while (placed <= at && placed < shown.length) goOn(CHUNK);
    const link = shown.length && find("a", rows[shown[at]]);
    if (link) link.focus();
  };
  const foot = make("p"), end = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) goOn(CHUNK); }, { rootMargin: "1000px" });
  table.after(foot);
  addEventListener("beforeprint", () => goOn(shown.length));

  /* Columns: those of the page are hidden or not, others are added behind them. */
  let extra = [];
  const columns = () => {
    const wanted = view.columns || base, asked = wanted.filter((id) => !base.includes(id));
    table.classList.toggle("chosen", Boolean(view.columns));
    for (const id of base) table.classList.toggle(`no-${id}`, !wanted.includes(id));
    if (asked.join() === extra.join()) return;
    for (const node of all(".extra", head)) node.remove();
    for (const row of filled) for (const node of all(".extra", rows[row])) node.remove();
    filled.clear();
    extra = asked;
    head.append(...extra.map((id) => make("th", { scope: "col", class: "extra", "data-sort": id }, title(id))));
    heads();
  };
  const filled = new Set();
  const cells = (now) => {
    if (extra.length) for (const row of now) if (!filled.has(row)) { filled.add(row); rows[row].append(...extra.map((id) => make("td", { class: "extra" }, text(id, row)))); }
  };
  const title = (id) => isCriterion(id) ? data.rubric.criteria.find((one) => one.id === id).title : id === "band" || id === "criteria" || id === "released" ? words[id] : facets.get(id).title;
  const text = (id, row) => {
    if (!isCriterion(id)) return titles(id, row).join(words.comma) || words.unknown;
    const low = lows(id)(row);
    return low === null ? words.not_applicable : String(Math.floor(low * 1000 + 1e-6) / 10);
  };
  const heads = () => {
    for (const node of all("th[data-sort]", head)) {
      if (find("button", node)) continue;
      const label = node.textContent, id = node.dataset.sort;
      node.replaceChildren(make("button", { type: "button", class: "sort", onclick: () => turn(id) }, label));
    }
  };
  const falls = (id) => id === "score" || id === "released" || id === "band" || isCriterion(id);
  const turn = (id) => {
    const first = id === "score" ? "" : falls(id) ? `-${id}` : id, second = id === "score" ? "score" : falls(id) ? id : `-${id}`;
    view.sort = view.sort === first ? second : first;
    change();
  };
  const marks = () => {
    const id = view.sort.replace(/^-/, "") || "score";
    for (const node of all("th[data-sort]", head)) {
      const is = node.dataset.sort === id, isUp = id === "score" ? view.sort === "score" : !view.sort.startsWith("-");
      if (is) node.setAttribute("aria-sort", isUp ? "ascending" : "descending"); else node.removeAttribute("aria-sort");
    }
  };

  const controls = rankingControls({ view, form, facets, own, base, data, band, change, title, fields: known.facts, go });
  for (const start of [startWeights, startSelection]) { const part = start({ ...page, page }); if (part) parts.push(part); }
  heads();
  address.listen(restore);
  restore();
};
