// Prepares the device for times without a network: keeps the survey's pages in both languages. Once they are kept
// the buttons lead to them; until then they lead to the ordinary pages. Sends what waits, and says how many do.
import { Queue } from "./kiosk-queue.js";

const EVERY = 60000; // milliseconds between signs of life
const AGAIN = 10000; // until what did not arrive is asked for again
let queue = null;
const state = document.getElementById("kiosk-state");

async function surveys() {
  const replies = await Promise.all(state.dataset.questions.trim().split(" ").map((each) => fetch(each)));
  return Promise.all(replies.map((reply) => reply.json()));
}

// Start a worker, and wait until it answers for its pages.
async function atWork(script) {
  const { installing, waiting } = await navigator.serviceWorker.register(script);
  const worker = installing ?? waiting;
  if (!worker) return;
  await new Promise((done) => {
    const look = () => ["activated", "redundant"].includes(worker.state) && done();
    worker.addEventListener("statechange", look);
    look();
  });
}

// Does the device show what is not so any more: a survey that has changed, or a kiosk that rests, or does not?
function hasChanged(now, { digest }) {
  const shows = Boolean(state.dataset.workers);
  return now.takes_answers !== shows || (shows && now.digest !== digest);
}

// Keep all of it or nothing: a page without its style or its questions would be of no use. What has not changed is
// not written anew, so that nothing is in the way of somebody who opens a page meanwhile.
async function keep(found) {
  const name = `engage-kiosk ${found.map((each) => each.digest).join(" ")} ${version(found)}`;
  const kept = await caches.open(name);
  const wanted = [...new Set(found.flatMap((each) => [...each.addresses.kept, ...pictures(each)]))];
  const news = await Promise.all(wanted.map((each) => newer(each, kept)));
  await Promise.all(news.filter(Boolean).map(({ address, reply }) => kept.put(address, reply)));
  for (const other of await caches.keys()) {
    if (other.startsWith("engage-kiosk ") && other !== name) await caches.delete(other);
  }
}

// What is there now, unless it is kept already.
async function newer(address, kept) {
  const before = await kept.match(address, { ignoreVary: true });
  if (before && !isChanging(address)) return null;
  const reply = await fetch(address, { cache: "no-cache" });
  if (!reply.ok) throw new Error(`${reply.status} ${address}`);
  const now = await said(reply.clone()); // all of it has come
  return before && now === (await said(before)) ? null : { address, reply };
}

// Every copy of a page has a number of its own, by which its style is known.
const said = async (reply) => (await reply.text()).replace(/nonce="[^"]*"/g, "");

const isChanging = (address) => !address.includes("v=");
const version = ([{ addresses }]) => addresses.kept.filter((each) => !isChanging(each)).map((each) => each.split("v=")[1]).join("");

function pictures({ steps, equality }) {
  const parts = [...steps, ...(equality?.steps ?? [])].flatMap((step) => [step, ...step.questions]);
  const html = parts.map((each) => each.html).join("");
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("img")].map((each) => each.getAttribute("src"));
}

function say(found, count, started) {
  for (const place of state.querySelectorAll("[data-lang]")) {
    const { words } = found.find((each) => each.language === place.dataset.lang) ?? found[0];
    const plural = new Intl.PluralRules(place.dataset.lang).select(count);
    const text = count ? words.waiting[plural].replace("{num}", count) : words.all_sent;
    const ready = document.documentElement.dataset.ready ? words.ready : "";
    place.textContent = [text, started ? ready : words.not_started].filter(Boolean).join(" ");
  }
}

// Send what waits, and say how many do; ask now and then whether the page still shows what is so.
function watch(found) {
  const queue = new Queue(found[0].addresses);
  queue.addEventListener("waiting", ({ detail }) => say(found, detail.count, queue.started));
  addEventListener("online", () => queue.flush());
  queue.flush();
  const tell = () => queue.alive().then((now) => now && hasChanged(now, found[0]) && location.reload());
  tell();
  setInterval(tell, EVERY);
  return queue;
}

async function prepare() {
  const found = await surveys();
  queue ??= watch(found);
  if (!navigator.serviceWorker || !state.dataset.workers) return;
  await Promise.all(state.dataset.workers.split(" ").map(atWork));
  await keep(found);
  document.documentElement.dataset.ready = "yes";
  queue.changed();
}

// The network may be gone for good reasons: the pages that are kept go on, and it is tried again.
async function attempt() {
  try {
    await prepare();
  } catch {
    setTimeout(attempt, AGAIN);
  }
}

// What is kept from earlier is used at once: a person may be quicker than the look for something newer.
async function begin(event) {
  event.preventDefault();
  const link = event.currentTarget;
  const kept = await window.caches?.match(link.dataset.app, { ignoreVary: true }).catch(() => null);
  location.assign(kept ? link.dataset.app : link.href);
}

for (const link of document.querySelectorAll("[data-app]")) link.addEventListener("click", begin);
attempt();
addEventListener("pageshow", (event) => event.persisted && location.reload());
