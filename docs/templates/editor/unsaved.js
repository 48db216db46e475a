const form = document.getElementById("form");
const message = document.getElementById("closed");
let unsaved = form.hasAttribute("data-unsaved");
let step = "typing";
form.addEventListener("input", () => { unsaved = true; });
form.addEventListener("submit", async (event) => {
  if (step === "sending") {
    unsaved = false;
    step = "sent";
    setTimeout(() => { step = "typing"; }, 3000); // the author may have stopped it
    return;
  }
  event.preventDefault();
  if (step !== "typing") return; // a button was clicked twice
  step = "asking";
  const answer = await fetch("/_edit/alive").catch(() => ({ ok: false }));
  message.hidden = answer.ok;
  step = answer.ok ? "sending" : "typing";
  if (answer.ok) form.requestSubmit(event.submitter);
});
addEventListener("pageshow", () => { step = "typing"; });
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
