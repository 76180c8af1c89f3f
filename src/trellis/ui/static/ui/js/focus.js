// After htmx has changed a part, focus goes to its new heading or its error summary, and the change is said aloud.

const SUMMARY = ".error-summary";

document.addEventListener("htmx:after:swap", (event) => {
  const before = event.detail?.ctx?.target;
  const target = before?.isConnected ? before : document.getElementById(before?.id);
  if (!target) return;
  const words = (target.matches("[data-announce]") ? target : target.querySelector("[data-announce]"))?.dataset.announce;
  if (words) announce(words);
  if (target.closest("[hx-trigger^=every]")) return; // what comes by itself never takes the focus
  const summary = target.matches(SUMMARY) ? target : target.querySelector(SUMMARY);
  const place = summary ?? target.querySelector("[data-focus]");
  if (place) {
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus();
  }
});

function announce(words) {
  const place = document.getElementById("announcer");
  if (place) place.textContent = words;
}

// Sent without htmx, an error summary is focused as soon as the page is there.
document.querySelector(SUMMARY)?.focus();
