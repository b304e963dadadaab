// When nothing is touched for a while, asks whether somebody needs more time, and says how much is left; without
// an answer it starts again for the next person. Nobody is hurried: there are two minutes at the least, and the
// first thing under one's finger is "I need more time" (WCAG 2.2, 2.2.1).
const SAID = [60, 30, 15, 5]; // seconds at which what is left is read out; every second would be noise

export let isOver = false; // for this person, whose page is being left
let quiet = 0;
let ticking = 0;

const dialog = () => document.getElementById("kiosk-idle");

export function touched() {
  clearTimeout(quiet);
  const { idle } = dialog().dataset;
  quiet = setTimeout(ask, Number(idle) * 1000);
}

function ask() {
  const box = dialog();
  if (box.open) return;
  document.querySelectorAll("dialog[open]").forEach((each) => each.close());
  let left = Number(box.dataset.warning);
  const show = () => {
    const words = box.dataset[new Intl.PluralRules(document.documentElement.lang).select(left)];
    const sentence = words.replace("{num}", left);
    box.querySelector("#idle-seconds").textContent = sentence;
    if (SAID.includes(left)) box.querySelector("#idle-said").textContent = sentence;
  };
  box.showModal();
  box.querySelector("#idle-more").focus();
  show();
  ticking = setInterval(() => {
    left -= 1;
    show();
    if (left <= 0) end();
  }, 1000);
}

function more() {
  clearInterval(ticking);
  dialog().close();
  touched();
}

function end() {
  clearInterval(ticking);
  clearTimeout(quiet);
  isOver = true;
  const clearing = document.getElementById("idle-clear"); // what was sent page by page is deleted there
  if (clearing) clearing.submit();
  else location.replace(dialog().dataset.home);
}

for (const name of ["pointerdown", "keydown", "input", "scroll"]) {
  addEventListener(name, () => dialog()?.open || touched(), { capture: true, passive: true });
}
addEventListener("click", ({ target }) => {
  if (target.closest("#idle-more")) more();
  if (target.closest("#idle-over")) end();
});
addEventListener("cancel", ({ target }) => target.id === "kiosk-idle" && more(), true); // the Escape key
touched();
