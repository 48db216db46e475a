const form = document.getElementById("form");
let unsaved = form.hasAttribute("data-unsaved");
form.addEventListener("input", () => { unsaved = true; });
form.addEventListener("submit", () => { unsaved = false; });
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
