// What every page has: words, small helpers, buttons that copy or open, links that keep the view.
const words = globalThis.openscoreWords || {};
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const read = (id) => { const node = document.getElementById(id); return node ? JSON.parse(node.textContent) : null; };
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** Return a new element; text of others is only ever set as text. */
const make = (tag, given = {}, ...inside) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null) node.setAttribute(name, value);
  }
  node.append(...inside);
  return node;
};

/** Let a choice act. A key goes through the choices and takes none yet: Enter does, or leaving. */
const acting = (select, act) => {
  let isGoing = false;
  const take = () => { if (select.value) act(); isGoing = false; };
  select.addEventListener("keydown", (event) => { if (event.key === "Enter" && select.value) { event.preventDefault(); take(); } else isGoing = event.key !== "Enter"; });
  select.addEventListener("pointerdown", () => { isGoing = false; });
  select.addEventListener("change", () => { if (!isGoing) take(); });
  select.addEventListener("blur", () => { if (isGoing) take(); });
  return select;
};

/** Return the name of a country in the language of the page, which the browser knows. */
const countries = new Intl.DisplayNames([document.documentElement.lang], { type: "region" });
const countryName = (code) => /^[A-Z]{2}$/.test(code) ? countries.of(code) : code;

const startPage = () => {
  for (const node of all("[data-country]")) node.textContent = countryName(node.textContent);
  for (const node of all(".needs-script")) node.hidden = false;
  for (const button of all("[data-open]")) button.addEventListener("click", () => {
    for (const one of all(`${button.dataset.open} details`)) one.open = true;
  });
  const open = () => { const node = location.hash && document.getElementById(location.hash.slice(1)); for (let one = node; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true; if (node) node.scrollIntoView(); };
  addEventListener("hashchange", open);
  open();
  for (const button of all("[data-copy]")) button.addEventListener("click", () => copy(button, find(button.dataset.copy)));
};

/** Put the text of a node on the clipboard; where that is not allowed, select it. */
const copy = async (button, source) => {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = label; }, 1500);
  } catch { getSelection().selectAllChildren(source); }
};

/** Where all pages stand in one file, show the one that the address names. */
const startSections = () => {
  const sections = all("[data-page]");
  if (!sections.length) return;
  const show = () => {
    const node = document.getElementById(location.hash.slice(1)), now = node && node.closest("[data-page]") || sections[0];
    for (const one of sections) one.hidden = one !== now;
    if (node && node !== now) node.scrollIntoView(); else scrollTo(0, 0);
  };
  addEventListener("hashchange", show);
  show();
};
