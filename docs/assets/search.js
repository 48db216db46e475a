/* Lists pages with all typed words, or else any, the best first. */
{
  const [field, count, none, list] = document.querySelectorAll("#q, #count, #none, .results");

  /* Hyphens, apostrophes and accents vanish. */
  const split = (text) => {
    const folded = text.normalize("NFKD").replace(/[^\p{L}\p{N}\s]/gu, "");
    return folded.toLowerCase().match(/\S{3,}/g) ?? [];
  };
  const pages = [...list.children];
  for (const page of pages) page.places = Object.values(page.dataset).map(split);

  /* Endings vary, and compounds have parts; a short word is found whole or not at all. */
  const alike = (a, b, part) => {
    const [short, long] = a.length < b.length ? [a, b] : [b, a];
    const same = Math.max(Math.ceil(short.length * 0.75), long.length - 7);
    if (short.length < 5) return a === b;
    return part ? long.includes(short) : long.startsWith(short.slice(0, same));
  };
  const rank = (word, places) =>
    [false, true].flatMap((part) => places.map((place) => place.some((one) => alike(word, one, part)))).indexOf(true);

  const show = () => {
    const query = field.value;
    const words = split(query);
    for (const page of pages) page.ranks = words.map((word) => rank(word, page.places));
    const whole = pages.filter(({ ranks }) => !ranks.includes(-1));
    const found = whole[0] ? whole : pages.filter(({ ranks }) => Math.max(...ranks) >= 0);
    found.sort((a, b) => Math.max(...a.ranks) - Math.max(...b.ranks));
    list.replaceChildren(...found);
    none.hidden = found[0];
    const text = found[0] ? `${count.dataset.label}: ${found.length}` : count.dataset.none;
    count.textContent = words[0] ? text : "";
    history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  };

  let pause;
  field.oninput = () => {
    clearTimeout(pause);
    pause = setTimeout(show, 250);
  };
  field.parentElement.hidden = false;
  field.value = new URLSearchParams(location.search).get("q");
  if (field.value) show();
}
