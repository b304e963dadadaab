// Asks the whole survey on the device, one page at a time, in the order of the pages online: the survey, the check
// page, the equality questions, the contact details, sending. Answers are in this page's memory alone until they
// are sent; then they are sealed, kept, and sent by the queue. Leaving the page forgets them, so it is asked about.
import { CharacterCount, Checkboxes, createAll } from "../vendor/govuk-frontend-6.6.0.min.js";

import { read } from "./kiosk-answers.js";
import { collect, element, restore, showProblems } from "./kiosk-fields.js";
import { isOver as isTimeOver, touched } from "./kiosk-idle.js";
import { Queue } from "./kiosk-queue.js";
import { holds, route } from "./kiosk-routing.js";
import { chapters, row } from "./kiosk-summary.js";

const PATIENCE = 5000; // milliseconds until people are told that their answers wait on the device
const AGAIN = 2000; // until questions that did not come are asked for again
const ONE_MINUTE = 60; // seconds for which the last page stays before the warning

let survey; // in the language that is shown
let queue;
let at; // { part, number }: part is "opinions", "equality", or the name of a page after them
let isFinished = false; // by a button that says so
let until = null; // whoever came to change an answer goes back to where answers are looked over
let email = new Map();
const typed = { opinions: new Map(), equality: new Map() };

const byId = (id) => document.getElementById(id);
const form = () => byId("page-form");
const stepsOf = (part) => (part === "equality" ? survey.equality.steps : survey.steps);

// --- where somebody is, and where they go --------------------------------------------------------------

function answersOf(part) {
  const answers = new Map();
  for (const question of stepsOf(part).flatMap((step) => step.questions)) {
    const { value } = read(question, typed[part]);
    if (value !== undefined) answers.set(question.key, value);
  }
  return answers;
}

function journey(part) {
  if (part !== "equality") return route(survey.steps, answersOf(part));
  const { question, codes } = survey.equality.young;
  const age = journey("opinions").kept.get(question);
  return route(survey.equality.steps, answersOf(part), codes.includes(age) ? new Map([[question, age]]) : new Map());
}

// What comes after the survey's own pages, in order.
function stages() {
  const { equality } = survey;
  const isAsked = equality && (!equality.asked_if || holds(equality.asked_if, journey("opinions").kept));
  return ["check", ...(isAsked ? ["equality"] : []), ...(survey.contact.length ? ["contact"] : []), "send"];
}

function after({ part, number }) {
  if (part === "intro") return { part: "opinions", number: journey("opinions").asked[0].step.number };
  if (number) {
    const next = journey(part).asked.find(({ step }) => step.number > number);
    if (until !== null && (!next || next.step.number > until)) return { part: part === "equality" ? "send" : "check" };
    if (next) return { part, number: next.step.number };
    return part === "equality" ? { part: following("equality") } : { part: "check" };
  }
  if (part === "equality") return { part, number: journey(part).asked[0].step.number };
  return { part: following(part) };
}

const following = (stage) => stages()[stages().indexOf(stage) + 1];

function before({ part, number }) {
  if (part === "intro") return null;
  if (number && until !== null) return { part: part === "equality" ? "send" : "check" };
  if (number) {
    const earlier = journey(part).asked.filter(({ step }) => step.number < number).pop();
    if (earlier) return { part, number: earlier.step.number };
    return { part: part === "equality" ? part : "intro" };
  }
  if (part === "check") return { part: "opinions", number: journey("opinions").asked.at(-1).step.number };
  return { part: stages()[stages().indexOf(part) - 1] };
}

function go(place) {
  if (!place) return location.replace(survey.addresses.welcome);
  if (!place.number || place.part !== at?.part) until = null;
  at = place;
  show();
  scrollTo(0, 0);
  form().querySelector("h1").focus();
  return null;
}

// --- what is shown ------------------------------------------------------------------------------------

function show() {
  const page = form();
  page.replaceChildren();
  if (at.number) showStep(page);
  else showPlace(page);
  const heading = page.querySelector("h1");
  heading.tabIndex = -1;
  document.title = `${at.number ? `${step().title} (${progress()})` : survey.words.titles[at.part]} - ${page.dataset.survey}`;
  byId("kiosk-back").hidden = isOver();
  byId("kiosk-clear").hidden = isOver();
  byId("kiosk-switch").hidden = isOver();
  createAll(CharacterCount, {}, page);
  createAll(Checkboxes, {}, page);
}

const isOver = () => ["sending", "sent", "kept"].includes(at.part);
const step = () => stepsOf(at.part).find((each) => each.number === at.number);
const asked = () => journey(at.part).asked.find((each) => each.step.number === at.number).questions;

// Which one of how many pages this is, as the answers lead so far: the same as online.
function progress() {
  const numbers = journey(at.part).asked.map((each) => each.step.number);
  return survey.words.page
    .replace("%(number)s", numbers.indexOf(at.number) + 1)
    .replace("%(total)s", numbers.length);
}

function showStep(page) {
  page.append(...drawn(step().html));
  page.querySelector(".engage-progress").textContent = progress();
  page.append(...asked().map((question) => drawnQuestion(at.part, question)));
  const buttons = element("div", { class: "govuk-button-group" });
  buttons.append(element("button", { type: "submit", class: "govuk-button" }, survey.words.continue));
  if (at.part === "equality") {
    buttons.append(
      element("button", { type: "button", class: "govuk-button govuk-button--secondary", "data-go": "skip" }, survey.words.skip),
    );
  }
  page.append(buttons);
}

function drawnQuestion(part, question) {
  const place = element("div", { "data-question": question.key });
  place.append(...drawn(question.html));
  restore(place, typed[part]);
  return place;
}

// Ready-made HTML of ours. Links would lead out of the survey: their words stay.
function drawn(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const link of body.querySelectorAll("a[href]")) link.replaceWith(...link.childNodes);
  return [...body.childNodes].map((each) => document.importNode(each, true));
}

function showPlace(page) {
  page.append(...drawn(survey.places[at.part]));
  if (at.part === "contact") restore(page, email);
  const holder = page.querySelector("[data-put=answers]");
  const has = journey("opinions").kept.size > 0;
  page.querySelectorAll("[data-put=some]").forEach((each) => (each.hidden = !has));
  page.querySelectorAll("[data-put=none]").forEach((each) => (each.hidden = has));
  if (at.part === "check") overlook(holder, "opinions");
  if (at.part === "check") showSetAside(page.querySelector("[data-put=aside]"));
  if (at.part === "send") lastLook(holder);
}

function lastLook(holder) {
  if (stages().includes("equality") && answersOf("equality").size) overlook(holder, "equality");
  if (!stages().includes("contact")) return;
  holder.append(element("h2", {}, survey.words.titles.contact));
  const list = element("dl", { class: "govuk-summary-list" });
  const address = [email.get("email")?.[0] ?? ""].filter(Boolean);
  list.append(row(survey.words.email_title, address, survey.words, () => go({ part: "contact" })));
  holder.append(list);
}

// What was answered, but is not asked any more because of other answers.
function showSetAside(place) {
  const { kept } = journey("opinions");
  const answered = answersOf("opinions");
  const aside = stepsOf("opinions").flatMap(({ group, questions }) =>
    questions.filter(({ key }) => answered.has(key) && !kept.has(key)).map(({ title }) => (group ? `${group}: ${title}` : title)),
  );
  place.hidden = !aside.length;
  place.querySelector("ul").append(...aside.map((title) => element("li", {}, title)));
}

// What was asked and answered, with the way back to each page.
function overlook(holder, part) {
  const change = ({ number }) => {
    go({ part, number });
    until = number;
  };
  chapters(holder, journey(part).asked, survey.words, (question) => drawnQuestion(part, question), change);
}

// --- what somebody does -------------------------------------------------------------------------------

function keepTyped() {
  if (at.part === "contact") email = collect(form());
  if (!at.number) return;
  const fields = collect(form());
  for (const name of asked().flatMap((question) => question.fields)) typed[at.part].delete(name);
  for (const [name, texts] of fields) typed[at.part].set(name, texts);
}

function problems() {
  if (at.part === "contact") return contactProblems();
  if (!at.number) return [];
  return asked().flatMap((question) => {
    const found = read(question, typed[at.part]).problems;
    return found.map((problem) => ({ ...problem, title: question.title }));
  });
}

function contactProblems() {
  const { words, contact } = survey;
  const address = email.get("email")?.[0].trim() ?? "";
  const chosen = (email.get("purposes") ?? []).length > 0;
  const at = (field, text) => [{ key: field, field, to: field, text }];
  if (address && (address.length > 254 || !/^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$/.test(address))) return at("email", words.email);
  if (contact.length > 1 && address && !chosen) return at("purposes", words.purposes);
  if (contact.length > 1 && !address && chosen) return at("email", words.email_too);
  return [];
}

function submitted(event) {
  event.preventDefault();
  const earlier = numbers();
  keepTyped();
  const found = problems();
  show();
  if (found.length) return say(found);
  if (until !== null) until = Math.max(until, ...numbers().filter((each) => !earlier.includes(each)));
  if (at.part === "check" && !journey("opinions").kept.size) return null;
  const wrong = unsettled();
  if (wrong) return mend(wrong);
  return at.part === "send" ? send() : go(after(at));
}

const numbers = () => (at.number ? journey(at.part).asked.map(({ step: { number } }) => number) : []);

function say(found) {
  document.title = `${survey.words.error} ${document.title}`;
  showProblems(form(), found, survey.words, at.number && asked().length > 1);
}

// Where answers are looked over: the first page that lacks something, or holds what cannot be taken. Somebody may
// have gone back from it.
function unsettled() {
  const part = { check: "opinions", send: stages().includes("equality") && "equality" }[at.part];
  const isWrong = ({ questions }) => questions.some((each) => read(each, typed[part]).problems.length);
  const page = part && journey(part).asked.find(isWrong);
  return page && { part, number: page.step.number };
}

function mend(place) {
  go(place);
  until = place.number;
  say(problems());
}

async function send() {
  const answers = {
    version: survey.version,
    variant: survey.variant,
    language: survey.language,
    opinions: Object.fromEntries(typed.opinions),
    equality: stages().includes("equality") ? Object.fromEntries(typed.equality) : {},
    email: email.get("email")?.[0] ?? "",
    purposes: email.get("purposes") ?? [],
  };
  at = { part: "sending" };
  show();
  const id = await queue.put(answers, survey.key).catch(notKept);
  if (!id) return;
  for (const fields of [typed.opinions, typed.equality, (email = new Map())]) fields.clear();
  byId("kiosk-idle").dataset.idle = Math.min(byId("kiosk-idle").dataset.idle, ONE_MINUTE);
  byId("idle-unsent").hidden = true;
  touched();
  queue.addEventListener("sent", ({ detail }) => detail.id === id && thank(detail));
  await queue.acknowledged(id, PATIENCE);
  if (at.part === "sending") go({ part: "kept" });
}

// The device could not write them down. Nothing of them is gone: the page stands as before.
function notKept() {
  at = { part: "send" };
  show();
  document.title = `${survey.words.error} ${document.title}`;
  showProblems(form(), [{ field: "send", to: "send", text: survey.words.not_kept }], survey.words, false);
}

function thank(stored) {
  go({ part: "sent" });
  for (const place of form().querySelectorAll("[data-put]")) place.textContent = stored[place.dataset.put] ?? "";
  for (const place of form().querySelectorAll("[data-when]")) place.hidden = !stored[place.dataset.when];
}

function skip() {
  if (at.number) keepTyped();
  go({ part: following("equality") });
}

function finish() {
  isFinished = true;
  location.replace(survey.addresses.welcome);
}

// Going back or loading anew throws away what is neither sent nor kept.
function warn(event) {
  if (isFinished || isTimeOver || !at) return;
  keepTyped();
  const texts = [typed.opinions, typed.equality, email].flatMap((fields) => [...fields.values()].flat());
  if (texts.some((text) => text.trim())) event.preventDefault();
}

// The same page in the other language or in another way: its frame and its words are kept on the device too. What
// was typed stays, also what is typed until they are there; and so does the page, when something else comes instead.
async function turn(address, questions) {
  const [frame, words] = await Promise.all([fetch(address).then((r) => r.text()), fetch(questions).then((r) => r.json())]);
  const page = new DOMParser().parseFromString(frame, "text/html");
  if (!page.querySelector("#page-form[data-questions]")) return;
  keepTyped();
  survey = words;
  history.replaceState(null, "", address);
  document.documentElement.lang = page.documentElement.lang;
  document.body.replaceWith(document.importNode(page.body, true));
  begin();
  show();
  queue.changed();
}

async function turnOver() {
  await turn(survey.addresses.other, survey.addresses.other_questions);
  byId("kiosk-switch").focus();
}

async function takeWay({ frame, questions }) {
  await turn(frame, questions);
  go({ part: "intro" });
}

function state(count) {
  const { words, language } = survey;
  const sentence = words.waiting[new Intl.PluralRules(language).select(count)].replace("{num}", count);
  byId("kiosk-state").textContent = count ? sentence : "";
}

function begin() {
  document.body.classList.add("govuk-frontend-supported");
  form().dataset.survey = document.title;
  form().addEventListener("submit", submitted);
  byId("kiosk-back").addEventListener("click", () => (keepTyped(), go(before(at))));
  byId("kiosk-clear").addEventListener("click", () => byId("kiosk-clearing").showModal());
  byId("clear-now").addEventListener("click", finish);
  byId("kiosk-help").addEventListener("click", (event) => (event.preventDefault(), byId("kiosk-helping").showModal()));
  byId("kiosk-switch").addEventListener("click", (event) => (event.preventDefault(), turnOver()));
  form().addEventListener("click", ({ target }) => {
    if (target.dataset.go === "skip") skip();
    if (target.dataset.go === "finish") finish();
    if (target.dataset.go === "way") takeWay(target.dataset);
  });
}

// The questions are kept on the device; where they do not come all the same, they are asked for again.
async function questions() {
  for (;;) {
    const found = await fetch(form().dataset.questions).then((reply) => reply.json()).catch(() => null);
    if (found) return found;
    await new Promise((done) => setTimeout(done, AGAIN));
  }
}

async function start() {
  survey = await questions();
  queue = new Queue(survey.addresses);
  queue.addEventListener("waiting", ({ detail }) => state(detail.count));
  addEventListener("online", () => queue.flush());
  queue.flush();
  begin();
  go({ part: "intro" });
}

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  isFinished = true;
  document.body.hidden = true;
  location.reload();
});
addEventListener("beforeunload", warn);
start();
