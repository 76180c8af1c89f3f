// Drag a mentee by the handle onto a mentor: every mentor on the page shows what it would cost before anything is
// dropped. With fingers as with a mouse. The handle is a link: pressed, by key or click, it leads to the same as a list.

const FAR = 6; // pixels until a press becomes a drag
const EDGE = 60; // pixels from the edge of the window in which it scrolls along
let drag = null;
let dragged = false; // since the last press

const board = () => document.getElementById("board");
const say = (words) => {
  const place = document.getElementById("announcer");
  if (place) place.textContent = words;
};

document.addEventListener("pointerdown", (event) => {
  dragged = false;
  const grip = event.target.closest?.("[data-costs]");
  if (!grip || event.button !== 0 || event.metaKey || event.ctrlKey) return;
  drag = { grip, row: grip.closest("tr"), x: event.clientX, y: event.clientY, pointer: event.pointerId, costs: null };
});

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  if (!drag.ghost) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
    begin();
  }
  drag.ghost.style.translate = `${event.clientX + 12}px ${event.clientY + 12}px`;
  scroll(event.clientY);
  aim(document.elementFromPoint(event.clientX, event.clientY)?.closest("tr[data-mentor]"));
});

document.addEventListener("pointerup", (event) => {
  if (drag?.ghost && event.pointerId === drag.pointer) drop();
  else drag = null;
});
document.addEventListener("pointercancel", () => end());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag?.ghost) end();
});
// The click that follows a drag must not follow the link, and the browser's own dragging must not begin.
document.addEventListener("click", (event) => {
  if (dragged && event.detail && event.target.closest?.("[data-costs]")) event.preventDefault();
}, true);
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("[data-costs]")) event.preventDefault();
});

function begin() {
  dragged = true;
  drag.grip.setPointerCapture?.(drag.pointer);
  drag.ghost = document.createElement("div");
  drag.ghost.className = "drag-ghost";
  drag.ghost.textContent = drag.row.querySelector("th a")?.textContent ?? "";
  drag.ghost.append(document.createElement("small"));
  document.body.append(drag.ghost);
  drag.row.classList.add("is-dragged");
  board().classList.add("is-dragging");
  ask(drag);
}

async function ask(mine) {
  const mentors = new Set([...board().querySelectorAll("tr[data-mentor]")].map((row) => row.dataset.mentor));
  const query = new URLSearchParams([...mentors].map((mentor) => ["mentor", mentor]));
  try {
    const answer = await fetch(`${mine.grip.dataset.costs}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || drag !== mine) return;
    Object.assign(mine, await answer.json());
  } catch {
    return; // the line is gone: nothing can be dropped, and the link still leads to the list
  }
  for (const row of board().querySelectorAll("tr[data-mentor]")) mark(row, mine.costs[row.dataset.mentor]);
  if (mine.over) show(mine.over);
}

function mark(row, cost) {
  if (!cost || row === drag.row) return;
  row.dataset.drop = cost.can ? "yes" : "no";
  const shown = document.createElement("span");
  shown.className = cost.can && !cost.loses ? "drop-cost drop-cost--free" : "drop-cost";
  shown.textContent = cost.text;
  row.children[2].append(shown);
}

function aim(row) {
  if (row === drag.over) return;
  drag.over?.classList.remove("is-over");
  drag.over = row && row !== drag.row ? row : null;
  drag.over?.classList.add("is-over");
  show(drag.over);
}

function show(row) {
  const cost = row && drag.costs?.[row.dataset.mentor];
  const words = cost ? `${cost.text}. ${cost.why}` : "";
  drag.ghost.querySelector("small").textContent = words;
  if (words) say(words);
}

function scroll(y) {
  if (y < EDGE) window.scrollBy(0, -12);
  else if (y > window.innerHeight - EDGE) window.scrollBy(0, 12);
}

function drop() {
  const { over, costs, seen, grip } = drag;
  const cost = over && costs?.[over.dataset.mentor];
  end();
  if (!cost?.can) return;
  const form = document.getElementById("drop");
  form.action = grip.getAttribute("href");
  form.elements.mentor.value = over.dataset.mentor;
  form.elements.seen.value = seen;
  form.requestSubmit();
}

function end() {
  drag?.ghost?.remove();
  drag?.row.classList.remove("is-dragged");
  drag?.over?.classList.remove("is-over");
  const place = board();
  place?.classList.remove("is-dragging");
  for (const row of place?.querySelectorAll("tr[data-drop]") ?? []) delete row.dataset.drop;
  for (const shown of place?.querySelectorAll(".drop-cost") ?? []) shown.remove();
  drag = null;
}
