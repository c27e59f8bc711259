"use strict";
(() => {
  const read = (id) => { const node = document.getElementById(id); return node ? JSON.parse(node.textContent) : {}; };
  const words = read("words"), data = read("data");
  const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  for (const node of document.querySelectorAll(".needs-script")) node.hidden = false;
  for (const button of document.querySelectorAll("[data-open]")) button.addEventListener("click", () => {
    for (const one of document.querySelectorAll(`${button.dataset.open} details`)) one.open = true;
  });
  for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy), label = button.textContent;
    try { await navigator.clipboard.writeText(source.textContent); button.textContent = words.copied; setTimeout(() => { button.textContent = label; }, 1500); }
    catch { getSelection().selectAllChildren(source); }
  });
  const languages = [...document.querySelectorAll("[data-language]")].map((link) => [link, link.getAttribute("href")]);
  const keep = () => { for (const [link, href] of languages) link.setAttribute("href", href + location.search); };
  keep();
  const form = document.getElementById("tools");
  if (!form) return;
  const field = document.getElementById("q"), found = document.getElementById("found");
  const rows = [...document.querySelectorAll("#ranking tbody tr")];
  const texts = data.ids.map((id, i) => [id, data.names[i], data.makers[i], ...data.aliases[i]].join("\n").toLowerCase());
  const cited = (text) => /^([a-z0-9][a-z0-9.~-]*):[a-z0-9][a-z0-9.~-]*@\d+\.\d+\.\d+:\S+$/.exec(text);
  const show = () => {
    const text = field.value.trim(), code = cited(text);
    const place = code ? data.ids.indexOf(code[1]) : -1, wanted = text.toLowerCase().split(/\s+/);
    let count = 0;
    rows.forEach((row, i) => { const fits = code ? i === place : wanted.every((word) => texts[i].includes(word)); row.hidden = !fits; count += fits; });
    if (code && place < 0) found.textContent = words.code_unknown;
    else if (code) found.textContent = say(data.codes[place] === text ? "code_known" : "code_other", { name: data.names[place], code: text });
    else found.textContent = count ? say("shown", { n: count, total: rows.length }) : words.none;
  };
  const restore = () => { field.value = new URLSearchParams(location.search).get("q") || ""; show(); };
  let waiting = false;
  field.addEventListener("input", () => {
    const search = field.value.trim() ? `?${new URLSearchParams({ q: field.value.trim() })}` : location.pathname;
    if (waiting) history.replaceState(null, "", search); else history.pushState(null, "", search);
    waiting = true; keep(); show();
  });
  field.addEventListener("change", () => { waiting = false; });
  addEventListener("popstate", () => { waiting = false; keep(); restore(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  restore();
})();
