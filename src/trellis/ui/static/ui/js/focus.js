// After htmx has changed a part, focus goes to its new heading or its error summary, and the change is said aloud.

const SUMMARY = ".error-summary";

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  if (!target?.isConnected || target.closest("[hx-trigger^=every]")) return;
  const summary = target.matches(SUMMARY) ? target : target.querySelector(SUMMARY);
  const place = summary ?? target.querySelector("[data-focus]");
  if (place) {
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus();
  }
  const words = target.querySelector("[data-announce]")?.dataset.announce;
  if (words) announce(words);
});

function announce(words) {
  const place = document.getElementById("announcer");
  if (place) place.textContent = words;
}

// Sent without htmx, an error summary is focused as soon as the page is there.
document.querySelector(SUMMARY)?.focus();
