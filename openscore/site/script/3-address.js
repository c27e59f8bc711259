// The view is in the address, so that it can be quoted: what differs from the page as it stands without script.
const address = (() => {
  const kept = all("[data-language], [data-keep]").map((link) => [link, link.getAttribute("href")]);
  const lost = new Set(["w", "profile", "band"]);
  let isWaiting = false;

  /** Let links to the same page in another language, or under another rubric, keep the view. */
  const keep = () => {
    for (const [link, href] of kept) {
      const given = params();
      if ("keep" in link.dataset) for (const name of lost) given.delete(name);
      link.setAttribute("href", href + query(given));
    }
  };
  const params = () => new URLSearchParams(location.search);
  const query = (given) => {
    const text = given.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%2F", "/");
    return text ? `?${text}` : "";
  };

  /** Change the address. While something is typed or dragged one entry of the history is written over. */
  const write = (given, isOngoing = false) => {
    const search = query(given);
    if (search === location.search) return;
    const place = (search || location.pathname) + location.hash;
    if (isOngoing && isWaiting) history.replaceState(null, "", place);
    else history.pushState(null, "", place);
    isWaiting = isOngoing;
    keep();
  };
  const settle = () => { isWaiting = false; };
  const listen = (restore) => addEventListener("popstate", () => { settle(); keep(); restore(); });
  keep();
  return { params, write, settle, listen, query };
})();
