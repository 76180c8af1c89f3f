// The combobox of the ARIA practices: arrows move through what htmx found, Enter takes it, Escape closes.
// Without script it is a text field, and the form finds whom the words mean.

const boxOf = (element) => element.closest?.("[data-combobox]");
const inputOf = (box) => box.querySelector('[role="combobox"]');
const listOf = (box) => box.querySelector('[role="listbox"]');
const choices = (box) => [...listOf(box).querySelectorAll('[role="option"][data-value]')];

function show(box, open) {
  listOf(box).hidden = !open;
  inputOf(box).setAttribute("aria-expanded", String(open));
  if (!open) mark(box, null);
}

function mark(box, option) {
  for (const each of choices(box)) each.setAttribute("aria-selected", String(each === option));
  const input = inputOf(box);
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function take(box, option) {
  inputOf(box).value = option.dataset.label;
  const kept = box.querySelector('input[type="hidden"]');
  kept.value = option.dataset.value;
  kept.dispatchEvent(new Event("change", { bubbles: true }));
  show(box, false);
}

function move(box, step) {
  const all = choices(box);
  if (!all.length) return;
  const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = now < 0 && step < 0 ? all.length - 1 : (now + step + all.length) % all.length;
  mark(box, all[next]);
}

document.addEventListener("keydown", (event) => {
  const box = event.target.matches?.('[role="combobox"]') && boxOf(event.target);
  if (!box || listOf(box).hidden) return;
  const chosen = choices(box).find((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") move(box, 1);
  else if (event.key === "ArrowUp") move(box, -1);
  else if (event.key === "Enter" && chosen) take(box, chosen);
  else if (event.key === "Escape") show(box, false);
  else return;
  event.preventDefault();
});

// What was chosen before no longer holds once somebody types on.
document.addEventListener("input", (event) => {
  const box = event.target.matches?.('[role="combobox"]') && boxOf(event.target);
  if (!box) return;
  box.querySelector('input[type="hidden"]').value = "";
  if (!event.target.value.trim()) show(box, false);
});

document.addEventListener("htmx:after:swap", (event) => {
  const list = event.detail?.ctx?.target;
  const box = list?.matches?.('[role="listbox"]') && boxOf(list);
  if (box) show(box, document.activeElement === inputOf(box) && list.childElementCount > 0);
});

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest('[role="option"][data-value]');
  const box = option && boxOf(option);
  if (!box) return;
  event.preventDefault(); // the focus stays in the field
  take(box, option);
});

document.addEventListener("focusout", (event) => {
  const box = boxOf(event.target);
  if (box && !box.contains(event.relatedTarget)) show(box, false);
});
