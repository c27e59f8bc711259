// The view is in the address, so that it can be quoted: what differs from the page as it stands without script.
const address = (() => {
  const kept = all("[data-language], [data-keep]").map((link) => [link, link.getAttribute("href")]);
  const lost = new Set(["w", "profile", "band"]);
  const REST = 150, followers = [];
  let isBegun = false, pending = null, resting = 0;

  /** Let links to the same page in another language, or under another rubric, keep the view. */
  const keep = () => {
    for (const [link, href] of kept) {
      const given = params();
      if ("keep" in link.dataset) for (const name of lost) given.delete(name);
      link.setAttribute("href", href + query(given));
    }
    for (const follow of followers) follow();
  };
  const params = () => new URLSearchParams(location.search);
  const query = (given) => {
    const text = given.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%2F", "/");
    return text ? `?${text}` : "";
  };

  const put = () => {
    clearTimeout(resting);
    const search = pending ? query(pending) : location.search;
    pending = null;
    if (search === location.search) return;
    const place = (search || location.pathname) + location.hash;
    if (isBegun) history.replaceState(null, "", place); else history.pushState(null, "", place);
    isBegun = true;
    keep();
  };

  /** Change the address. While something is typed or dragged one entry of the history is written over, whenever it rests: browsers refuse an address that changes without end. */
  const write = (given, isOngoing = false) => {
    if (!isOngoing) settle();
    pending = given;
    clearTimeout(resting);
    if (isBegun) resting = setTimeout(put, REST); else put();
    if (!isOngoing) isBegun = false;
  };
  const settle = () => { put(); isBegun = false; };
  const listen = (restore) => addEventListener("popstate", () => { pending = null; settle(); keep(); restore(); });
  const follow = (act) => followers.push(act);
  keep();
  return { params, write, settle, listen, query, follow };
})();
