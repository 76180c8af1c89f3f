// Text that was typed survives a lost connection or an expired session. It is kept in this browser until
// the server says that it was saved (the cookie `acted` names the form's token), and offered back once.
//
// A draft belongs to one person: its key begins with their id. What is private, or typed by somebody who
// is not signed in, stays in the tab and dies with it. Signing out takes all drafts away.

const DAYS = 7;
const person = document.documentElement.dataset.person || "stranger";
const mine = `draft:${person}:`;

const shelf = (field) => (field.hasAttribute("data-private") || person === "stranger" ? sessionStorage : localStorage);
const token = (form) => form?.querySelector('input[name="once"]')?.value;
const keyOf = (field) => `${mine}${location.pathname}:${field.form.getAttribute("action") ?? ""}:${field.name}`;

function* drafts() {
  for (const store of [localStorage, sessionStorage]) {
    for (const key of Object.keys(store).filter((name) => name.startsWith("draft:"))) {
      let draft = {};
      try {
        draft = JSON.parse(store.getItem(key)) ?? {};
      } catch {}
      yield { store, key, draft };
    }
  }
}

function keep(field, sent) {
  if (!token(field.form)) return;
  const store = shelf(field);
  if (!field.value.trim() || field.value === field.defaultValue) return store.removeItem(keyOf(field));
  const draft = { text: field.value, base: field.defaultValue, at: Date.now(), sent };
  try {
    store.setItem(keyOf(field), JSON.stringify(draft));
  } catch {} // a full or forbidden store loses nothing but the offer
}

// What was saved, has grown old, or belongs to somebody else who used this browser, goes.
function tidy() {
  const acted = document.cookie.match(/(?:^|; )acted=([\w-]+)/)?.[1];
  const oldest = Date.now() - DAYS * 24 * 3600 * 1000;
  for (const { store, key, draft } of drafts()) {
    const saved = acted && draft.sent === acted;
    const foreign = person !== "stranger" && !key.startsWith(mine) && !key.startsWith("draft:stranger:");
    if (saved || foreign || !(draft.at > oldest)) store.removeItem(key);
  }
}

function offer(field) {
  const store = shelf(field);
  const draft = JSON.parse(store.getItem(keyOf(field)) ?? "null");
  const asked = document.getElementById("draft-offer");
  if (!draft || !asked || draft.text === field.value || field.nextElementSibling?.matches(".draft")) return;
  const box = asked.content.firstElementChild.cloneNode(true);
  box.querySelector("[data-restore]").addEventListener("click", () => {
    field.value = draft.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    box.remove();
  });
  box.querySelector("[data-discard]").addEventListener("click", () => {
    store.removeItem(keyOf(field));
    field.focus();
    box.remove();
  });
  field.after(box);
}

const offerAll = (root) => root.querySelectorAll('form[method="post"] textarea').forEach((field) => token(field.form) && offer(field));

document.addEventListener("input", (event) => {
  if (event.target.matches?.('form[method="post"] textarea')) keep(event.target);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches('[data-signs-out], [action*="/logout/"]')) {
    for (const { store, key } of drafts()) store.removeItem(key);
    return;
  }
  for (const field of form.querySelectorAll("textarea")) keep(field, token(form));
});

document.addEventListener("htmx:after:swap", (event) => {
  tidy();
  const target = event.detail?.ctx?.target;
  if (target?.isConnected) offerAll(target);
});

tidy();
offerAll(document);
