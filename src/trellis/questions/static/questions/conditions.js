// Shows a question only while the answer it hangs on asks for it. Without this file every question is
// shown with a sentence that says when it applies; the server decides in both cases.

const given = (form, name) => {
  const inputs = [...form.elements].filter((input) => input.name === name);
  if (inputs.some((input) => input.closest("[data-only-if]")?.hidden)) return [];
  const ticked = (input) => !["radio", "checkbox"].includes(input.type) || input.checked;
  return inputs.filter(ticked).map((input) => input.value).filter((value) => value !== "");
};

const tests = {
  is: (answers, wanted) => answers.length === 1 && answers[0] === wanted,
  "is-not": (answers, wanted) => answers.length > 0 && !answers.includes(wanted),
  includes: (answers, wanted) => answers.includes(wanted),
  "at-least": (answers, wanted) => answers.length > 0 && Number(answers[0]) >= Number(wanted),
  "at-most": (answers, wanted) => answers.length > 0 && Number(answers[0]) <= Number(wanted),
  answered: (answers) => answers.length > 0,
};

function update(form) {
  for (const box of form.querySelectorAll("[data-only-if]")) {
    const { question, op, value } = JSON.parse(box.dataset.onlyIf);
    box.hidden = !tests[op]?.(given(form, question), String(value ?? ""));
  }
}

function watch(root) {
  const forms = new Set([...root.querySelectorAll("[data-only-if]")].map((box) => box.closest("form")));
  for (const form of forms) {
    if (!form) continue;
    for (const hint of form.querySelectorAll("[data-only-if-hint]")) hint.hidden = true;
    update(form);
    form.addEventListener("input", () => update(form));
  }
}

watch(document);
document.addEventListener("htmx:after:swap", (event) => watch(event.detail?.ctx?.target ?? document));
