// What stands in the fields of a page, how is it put back there, how is it said again, and how is shown what is
// wrong with it? The markup is that of templates/components/question.html.

// What stands in the fields, by their names; a box that is not ticked has no text.
export function collect(form) {
  const fields = new Map();
  for (const [name, text] of new FormData(form)) fields.set(name, [...(fields.get(name) ?? []), text]);
  return fields;
}

export function restore(place, fields) {
  for (const control of place.querySelectorAll("input, select, textarea")) {
    const stands = fields.get(control.name);
    if (!stands) continue;
    if (["radio", "checkbox"].includes(control.type)) control.checked = stands.includes(control.value);
    else [control.value] = stands;
  }
}

const said = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();
const named = (place, control) => said(place.querySelector(`label[for="${CSS.escape(control.id)}"]`));

// The answer line by line, as it stands in the fields of the question.
export function lines(question, place) {
  if (question.kind === "date") {
    const written = [...place.querySelectorAll("input")].map((each) => each.value.trim());
    return written.some(Boolean) ? [written.join("/")] : [];
  }
  if (question.kind === "ranking") {
    const chosen = [...place.querySelectorAll("select")].filter((each) => each.value);
    chosen.sort((a, b) => a.value - b.value);
    return chosen.map((each) => `${each.value}. ${named(place, each)}`);
  }
  if (question.kind === "allocation") {
    const shares = [...place.querySelectorAll("input")];
    return shares.some((each) => each.value.trim()) ? shares.map((each) => `${named(place, each)}: ${each.value.trim() || 0}`) : [];
  }
  const ticked = [...place.querySelectorAll("input:checked")];
  if (ticked.length || place.querySelector("input[type=radio], input[type=checkbox]")) {
    return ticked.map((each) => [...legends(place, each), named(place, each), beside(each)].filter(Boolean).join(": "));
  }
  const control = place.querySelector("input, textarea");
  const text = control.value.trim();
  return text ? [`${text}${unit(place)}`] : [];
}

const unit = (place) => {
  const found = said(place.querySelector(".govuk-input__suffix"));
  return found && ` ${found}`;
};

// In a matrix: the row, and the scale.
function legends(place, control) {
  const found = [];
  let group = control.closest("fieldset");
  for (; group && group.parentElement.closest("fieldset"); group = group.parentElement.closest("fieldset")) {
    found.unshift(said(group.querySelector("legend")));
  }
  return found;
}

// What somebody said beside an option.
function beside(control) {
  const next = control.closest(".govuk-radios__item, .govuk-checkboxes__item")?.nextElementSibling;
  return next?.classList.contains("engage-other") ? next.querySelector("input").value.trim() : "";
}

// --- what is wrong ------------------------------------------------------------------------------------

// Show the problems at their places. `named` says which question a sentence is about where there are several.
export function showProblems(form, problems, words, hasSeveral) {
  problems.forEach((problem) => mark(form, problem, words.error));
  const summary = element("div", { class: "govuk-error-summary", tabindex: "-1" });
  const alert = element("div", { role: "alert" });
  alert.append(element("h2", { class: "govuk-error-summary__title" }, words.problem));
  const list = element("ul", { class: "govuk-list govuk-error-summary__list" });
  for (const { to, text, title } of problems) {
    const item = element("li");
    const link = element("a", { href: `#${to}` }, hasSeveral && title ? `${title}${/[?:.!…]$/.test(title) ? "" : ":"} ${text}` : text);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById(to)?.focus();
    });
    item.append(link);
    list.append(item);
  }
  const body = element("div", { class: "govuk-error-summary__body" });
  body.append(list);
  alert.append(body);
  summary.append(alert);
  form.prepend(summary);
  summary.focus();
}

const PARTS = ".engage-other .govuk-form-group, .engage-cell, .engage-row, .engage-ranked";

function mark(form, { field, to, text }, error) {
  const control = document.getElementById(to);
  const whole = control.closest("[data-question]") ?? form;
  const group = (field === to && control.closest(PARTS)) || whole.querySelector(".govuk-form-group");
  const id = `${field}-error`;
  if (document.getElementById(id)) return;
  const message = element("p", { class: "govuk-error-message", id });
  message.append(element("span", { class: "govuk-visually-hidden" }, error), ` ${text}`);
  const holder = group.matches("fieldset") ? group : group.querySelector(":scope > fieldset") ?? group;
  const heads = holder.querySelectorAll(":scope > legend, :scope > h1, :scope > label, :scope > .govuk-hint:not(.govuk-character-count__message)");
  heads[heads.length - 1].after(message);
  group.classList.add("govuk-form-group--error");
  const told = holder.matches("fieldset") ? holder : control;
  told.setAttribute("aria-describedby", `${told.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
  for (const [kind, name] of [["input[type=text], input[type=email]", "input"], ["textarea", "textarea"], ["select", "select"]]) {
    if (control.matches(kind)) control.classList.add(`govuk-${name}--error`);
  }
}

export function element(name, attributes = {}, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}
