/* Lists pages with all words, or else any, the rarest words first. */
{
  const [field, count, none, list] = document.querySelectorAll("#q, #count, #none, .results");

  /* Hyphens, apostrophes and accents vanish. */
  const split = (text) =>
    text.normalize("NFKD").replace(/[^\p{L}\p{N}\s]/gu, "").toLowerCase().match(/\S{3,}/g) ?? [];
  const pages = [...list.children];
  for (const page of pages) page.texts = Object.values(page.dataset).map(split);

  /* Endings vary, and compounds have parts; a short word is found whole. */
  const fit = (a, b) => {
    const [short, long] = a.length < b.length ? [a, b] : [b, a];
    const same = Math.max(Math.ceil(short.length * 0.75), long.length - 7);
    if (short.length < 5) return a === b && 6;
    return long.startsWith(short.slice(0, same)) ? 6 : (b.includes(a) || a.endsWith(b)) && 3;
  };

  const show = () => {
    const query = field.value, words = split(query);
    for (const page of pages) {
      page.fits = words.map((a) => Math.max(0, ...page.texts.flatMap((text, n) => text.map((b) => fit(a, b) - n))));
    }
    const rare = words.map((a, n) => 1 / pages.filter(({ fits }) => fits[n]).length);
    const worth = ({ fits }) => fits.reduce((a, b, n) => a + (b && rare[n] + b / 999), 0);
    const whole = pages.filter(({ fits }) => !fits.includes(0));
    const found = whole[0] ? whole : pages.filter(worth);
    found.sort((a, b) => worth(b) - worth(a));
    list.replaceChildren(...found);
    none.hidden = found[0];
    count.textContent = words[0] && (found[0] ? `${count.dataset.label}: ${found.length}` : count.dataset.none);
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
