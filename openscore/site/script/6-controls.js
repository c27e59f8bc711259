// The controls of the ranking; they show the view and change it, and hold nothing themselves.
const rankingControls = ({ view, form, facets, own, base, data, band, change, title, fields, go }) => {
  const field = find("#q");
  field.addEventListener("input", () => { view.q = field.value; change(true); });
  field.addEventListener("change", address.settle);
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });

  const option = (value, text) => make("option", { value }, text);
  const labeled = (text, node) => make("label", {}, make("span", {}, text), node);
  const sorted = (values) => [...values].sort((a, b) => a[1].localeCompare(b[1], document.documentElement.lang));
  const choices = (facet) => [...(facet.id === "band" ? facet.values : sorted(facet.values)).map(([id, text]) => option(id, text)), ...(facet.of && facet.of.some((listed) => !listed.length) ? [option("?", words.unknown)] : [])];

  /* One choice of each facet. */
  const selects = [...own.map((id) => facets.get(id)), band()].filter((facet) => facet.values.length > 1).map((facet) => {
    const select = make("select", { name: facet.id, onchange: () => { if (select.value) view.filters.set(facet.id, select.value); else view.filters.delete(facet.id); change(); } }, option("", words.any), ...choices(facet));
    return [facet, select];
  });

  /* Any fact: which, and what holds; each choice can be taken back. */
  const fact = make("select", { name: "fact", onchange: () => { value.replaceChildren(option("", words.choose), ...(fact.value ? choices(facets.get(fact.value)) : [])); value.disabled = !fact.value; } }, option("", words.choose), ...fields.map((facet) => option(facet.id, facet.title)));
  const value = acting(make("select", { name: "value", disabled: true }, option("", words.choose)), () => { const isHere = document.activeElement === value; view.facts.push([fact.value, value.value]); fact.value = ""; value.replaceChildren(option("", words.choose)); value.disabled = true; change(); if (isHere) fact.focus(); });
  const clear = make("button", { type: "button", onclick: () => { view.q = ""; view.filters.clear(); view.facts = []; change(); field.focus(); } }, words.clear);
  const chips = make("p", { class: "chips" });
  const filters = make("details", { id: "filters" }, make("summary", {}, words.filters), make("div", { class: "fields" }, ...selects.map(([facet, select]) => labeled(facet.title, select)), labeled(words.fact, fact), labeled(words.value, value)));

  /* Columns. */
  const boxes = [...base, ...data.rubric.criteria.map((one) => one.id), ...own].filter((id, place, listed) => listed.indexOf(id) === place).map((id) => {
    const box = make("input", { type: "checkbox", value: id, onchange: () => { choose(id, box.checked); } });
    return [id, box];
  });
  const more = acting(make("select", { name: "column" }, option("", words.choose), ...fields.map((facet) => option(facet.id, facet.title))), () => { choose(more.value, true); more.value = ""; });
  const choose = (id, isWanted) => {
    const wanted = (view.columns || base).filter((other) => other !== id);
    if (isWanted) wanted.push(id);
    view.columns = wanted.length === base.length && base.every((other) => wanted.includes(other)) ? null : wanted;
    change();
  };
  const others = make("p", { class: "chips" });
  const columns = make("details", { id: "columns" }, make("summary", {}, words.columns), make("div", { class: "boxes" }, ...boxes.map(([id, box]) => make("label", {}, box, " ", title(id)))), make("div", { class: "fields" }, labeled(words.add_column, more)), others);
  form.append(chips, filters, columns);

  const chip = (text, act) => make("button", { type: "button", class: "chip", "aria-label": say("remove", { what: text }), onclick: act }, text, make("span", { "aria-hidden": "true" }, " ×"));
  const named = (facet, value) => value === "?" ? words.unknown : (facet.values.find((pair) => pair[0] === value) || ["", value])[1];
  const restore = () => {
    if (field.value !== view.q) field.value = view.q;
    for (const [facet, select] of selects) { const value = view.filters.get(facet.id) || ""; if (select.value !== value) select.value = value; }
    const active = [
      ...selects.filter(([facet]) => view.filters.has(facet.id)).map(([facet]) => chip(say("pair", { name: facet.title, value: named(facet, view.filters.get(facet.id)) }), () => { view.filters.delete(facet.id); change(); field.focus(); })),
      ...view.facts.map((pair) => chip(say("pair", { name: facets.get(pair[0]).title, value: named(facets.get(pair[0]), pair[1]) }), () => { view.facts = view.facts.filter((other) => other !== pair); change(); field.focus(); })),
    ];
    chips.replaceChildren(...active, ...(active.length ? [clear] : []));
    const wanted = view.columns || base;
    for (const [id, box] of boxes) box.checked = wanted.includes(id);
    others.replaceChildren(...wanted.filter((id) => !boxes.some(([other]) => other === id)).map((id) => chip(title(id), () => { choose(id, false); more.focus(); })));
  };
  return { restore };
};
