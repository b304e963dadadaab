// How are answers looked over before they are sent? Section by section, each with a button that leads to its page.
import { element, lines } from "./kiosk-fields.js";

// `route` is what was asked (kiosk-routing.js); `drawn` makes a question with what stands in it.
export function chapters(holder, route, words, drawn, change) {
  let section;
  let group;
  let list;
  for (const { step, questions } of route.filter((each) => each.questions.length)) {
    if (step.section !== section) holder.append(element("h2", {}, step.section));
    if (step.section !== section || step.group !== group) {
      if (step.group) holder.append(element("h3", {}, step.group));
      list = element("dl", { class: "govuk-summary-list" });
      holder.append(list);
    }
    ({ section, group } = step);
    for (const question of questions) {
      list.append(row(question.title, lines(question, drawn(question)), words, () => change(step)));
    }
  }
}

export function row(term, said, words, deed) {
  const line = element("div", { class: "govuk-summary-list__row" });
  line.append(element("dt", { class: "govuk-summary-list__key" }, term));
  const detail = element("dd", { class: `govuk-summary-list__value${said.length === 1 ? " engage-said" : ""}` });
  if (!said.length) detail.append(element("span", { class: "engage-nothing" }, words.not_answered));
  else if (said.length === 1) detail.textContent = said[0];
  else {
    const list = element("ul", { class: "govuk-list" });
    list.append(...said.map((each) => element("li", {}, each)));
    detail.append(list);
  }
  const actions = element("dd", { class: "govuk-summary-list__actions" });
  const button = element("button", { type: "button", class: "engage-link-button" }, words.change);
  button.append(element("span", { class: "govuk-visually-hidden" }, `: ${term}`));
  button.addEventListener("click", deed);
  actions.append(button);
  line.append(detail, actions);
  return line;
}
