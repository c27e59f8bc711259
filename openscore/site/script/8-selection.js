// Models that are chosen to be compared: a box in each row, and what is chosen at the foot of the window.
const MOST = 5;

const startSelection = ({ rows, data, known, table, change }) => {
  const tray = make("div", { class: "tray", role: "region", "aria-label": words.compare, hidden: true });
  table.parentNode.after(tray);
  const boxes = new Map(), idOf = (row) => known.ids[data.models[row]], ids = rows.map((_, row) => idOf(row));
  let picked = [];
  const restore = (given) => { picked = (given.get("pick") || "").split(",").filter((id) => ids.includes(id)).slice(0, MOST); show(); };
  const write = (given) => { if (picked.length) given.set("pick", picked.join(",")); };
  const turn = (id, is) => {
    picked = picked.filter((other) => other !== id);
    if (is) picked.push(id);
    show();
    change();
  };
  const led = () => {
    const { compare, hash = "" } = table.closest("[data-compare]").dataset, given = new URLSearchParams({ models: picked.join(",") }), now = address.params();
    for (const name of ["profile", "w"]) if (now.has(name)) given.set(name, now.get(name));
    return compare + address.query(given) + hash;
  };
  const show = () => {
    for (const [id, box] of boxes) { box.checked = picked.includes(id); box.disabled = !box.checked && picked.length >= MOST; }
    tray.hidden = !picked.length;
    const names = picked.map((id) => known.names[known.ids.indexOf(id)]);
    const go = picked.length > 1 ? make("a", { class: "button", href: led() }, say("compare_these", { n: picked.length })) : make("span", { class: "quiet" }, words.compare_more);
    tray.replaceChildren(make("span", { role: "status" }, names.join(words.comma)), " ", go, " ", make("button", { type: "button", onclick: () => { picked = []; show(); change(); find("#q").focus(); } }, words.compare_none));
  };
  const draw = (now) => {
    for (const row of now) {
      const id = idOf(row);
      if (boxes.has(id) || !known.pages[data.models[row]]) continue;
      const box = make("input", { type: "checkbox", class: "pick", "aria-label": say("compare_one", { name: known.names[data.models[row]] }), onchange: () => turn(id, box.checked) });
      box.checked = picked.includes(id);
      box.disabled = !box.checked && picked.length >= MOST;
      boxes.set(id, box);
      find(".c-name", rows[row]).prepend(box);
    }
  };
  address.follow(() => { if (picked.length) show(); });
  return { restore, write, draw };
};
