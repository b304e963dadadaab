// Helps whoever answers a page: keeps what is typed as a draft, warns before anything would be lost, and shows
// no page again from the browser's own memory. Without it, the page's buttons do all that is needed.
const PAUSE = 3000; // milliseconds without typing, after which the page is kept
const LONGEST = 20000; // for which nobody types without a pause before it is kept all the same
const RETRY = 10000;
const PATIENCE = 15000; // for which a button waits until a draft that is under way has arrived
const DEPARTURE = 10000; // after which a page that is still there was stopped on its way

const form = document.getElementById("page-form");
const status = document.getElementById("kept");
const seen = form?.elements.namedItem("seen");

// Files are sent by the page's buttons alone.
const written = () => {
  const typed = [...new FormData(form)].filter(([name, text]) => name !== "seen" && typeof text === "string");
  return new URLSearchParams(typed).toString();
};
// Has the page come back with what was only typed, such as in the other language?
const isUnsaved = () => "unsaved" in form.dataset;
const isFileChosen = () => [...form.elements].some((field) => field.files?.length);

let kept = form && !isUnsaved() ? written() : null; // what stands on the page and is safe
let partly = null; // what stands on the page and is safe but for what has to be put right first
let unanswered = null; // what was sent without a reply: only the same may be sent again
let underWay = null;
let since = 0;
let timer = 0;
let stopped = false; // somebody else has saved this page, or it is not taken any more
let left = 0; // when a button was pressed

const isLeaving = () => Date.now() - left < DEPARTURE;

// A region that says the same again would be read out again.
function say(words) {
  if (status && status.textContent !== words) status.textContent = words;
}

// Would it be of any use to send what stands on the page?
const isSent = () => [kept, partly].includes(written());

function wait(time) {
  clearTimeout(timer);
  timer = setTimeout(keep, time);
}

function typed() {
  if (stopped) return;
  since ||= Date.now();
  if (isLeaving()) wait(DEPARTURE);
  else wait(unanswered === null ? Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())) : RETRY);
}

async function keep() {
  if (underWay || stopped || isLeaving() || !seen || isSent()) return;
  underWay = send(unanswered ?? written());
  await underWay;
  underWay = null;
  if (!stopped && !isLeaving() && !isSent()) wait(unanswered === null ? PAUSE : RETRY);
}

async function send(page) {
  unanswered = page;
  const fields = new URLSearchParams(page);
  fields.append("seen", seen.value);
  fields.append("then", "type-on");
  since = 0;
  try {
    const reply = await fetch(location.href, { method: "POST", body: fields, redirect: "manual" });
    if (reply.status >= 500) throw new Error(reply.status);
    unanswered = null;
    if (reply.ok) {
      const said = await reply.json();
      seen.value = said.seen;
      [kept, partly] = said.partly ? [null, page] : [page, null];
      say(said.partly ? status.dataset.partly : status.dataset.kept);
    } else {
      stopped = true;
      say(reply.status === 412 ? status.dataset.elsewhere : status.dataset.over);
    }
  } catch {
    say(status.dataset.notKept);
  }
}

// A draft that is under way arrives first, so that the page does not seem to be somebody else's.
async function submitted(event) {
  clearTimeout(timer);
  if (underWay && !isLeaving()) {
    event.preventDefault();
    left = Date.now() + PATIENCE;
    const button = event.submitter;
    await Promise.race([underWay, new Promise((done) => setTimeout(done, PATIENCE))]);
    form.requestSubmit(button);
  }
  left = Date.now();
}

function warn(event) {
  if (!isLeaving() && (written() !== kept || isFileChosen())) event.preventDefault();
}

if (form) {
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", submitted);
  // Whoever has to leave at once is not asked whether they are sure.
  if (!document.querySelector(".govuk-exit-this-page")) addEventListener("beforeunload", warn);
  if (isUnsaved()) keep(); // at once: nobody may touch this page before they leave it
}

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.body.hidden = true;
  location.reload();
});
