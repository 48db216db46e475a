/* Filters the list as a visitor types. */
{
  const field = document.getElementById("q");
  const count = document.getElementById("count");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "");
  const bare = (text) => text.toLowerCase().normalize().replace(/\p{Cf}/gu, "");
  const pages = [...document.querySelectorAll(".results li")].map((item) => {
    const words = bare(item.querySelector("[data-words]").dataset.words);
    const stems = words.split(",").filter(Boolean).map((word) => word.replace(/(.{4,})./, "$1"));
    return { item, stems, text: bare(item.textContent) + words };
  });

  /* ä means ä; a means both. */
  const has = ({ text, stems }, word) => {
    const fold = word === plain(word) ? plain : String;
    return fold(text).includes(word) || stems.some((stem) => word.startsWith(fold(stem)));
  };

  const show = () => {
    const query = bare(field.value.trim());
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
