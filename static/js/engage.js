// Starts the GOV.UK components that a page uses. Pages load it only when they hold one: see layouts/base.html.
import {
  CharacterCount,
  Checkboxes,
  ExitThisPage,
  PasswordInput,
  createAll,
} from "../vendor/govuk-frontend-6.6.0.min.js";

document.body.classList.add("govuk-frontend-supported");
for (const component of [CharacterCount, Checkboxes, ExitThisPage, PasswordInput]) {
  createAll(component);
}
