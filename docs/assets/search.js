/* Filters the list as a visitor types. */
{
  const field = document.getElementById("q");
  const count = document.getElementById("count");
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  /* Soft hyphens and characters without a width are in a text to be read, not to be found. */
  const typed = (text) => text.toLowerCase().normalize().replace(/[\u00AD\u200B-\u200D\u2060]/g, "");
  const pages = [...document.querySelectorAll(".results li")].map((item) => {
    const words = item.querySelector("[data-words]").dataset.words;
    const stems = typed(words).split(",").filter(Boolean).map((word) => word.length > 4 ? word.slice(0, -1) : word);
    return { item, stems, text: typed(`${item.textContent} ${words}`) };
  });

  /* ä means ä; a means both. */
  const has = ({ text, stems }, word) => {
    const fold = word === plain(word) ? plain : (same) => same;
    return fold(text).includes(word) || stems.some((stem) => word.startsWith(fold(stem)));
  };

  const show = () => {
    const query = typed(field.value.trim());
    const words = query.length < 3 ? [] : query.split(/\s+/);
    let found = 0;
    for (const page of pages) {
      page.item.hidden = !words.every((word) => has(page, word));
      found += !page.item.hidden;
    }
    count.textContent = words.length ? `${count.dataset.label}: ${found}` : "";
    history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  };

  field.parentElement.hidden = false;
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", show);
  if (field.value) show();
}
