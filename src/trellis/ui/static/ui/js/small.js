// Menus close when you look elsewhere, toasts can be dismissed, sheets can be printed, tabs begin where you are.

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  event.target.closest("[data-dismiss]")?.closest(".toast")?.remove();
  for (const open of document.querySelectorAll("details.menu[open], details.switcher[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.activeElement?.closest("details.menu[open], details.switcher[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// On a phone the tabs scroll: begin where you are.
const tabs = document.querySelector(".tabs");
const tab = tabs?.querySelector("[aria-current]");
if (tab) tabs.scrollBy({ left: middle(tab) - middle(tabs) });

function middle(element) {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}

for (const button of document.querySelectorAll("[data-dismiss]")) button.hidden = false;
