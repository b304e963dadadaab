// Asks now and then how far the reading of a file has come, and says when it is over. The page stays where it is.
const place = document.getElementById("reading");
const bar = document.getElementById("reading-progress");
const left = document.getElementById("reading-left"); // on some pages: how long it still takes, in words
const EVERY = 2000; // milliseconds
const MOST = 300; // times: ten minutes

async function ask(times) {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
    const { progress, over, left: words } = await answer.json();
    bar.value = progress;
    if (left) left.textContent = over ? "" : words;
    if (over) {
      document.getElementById("reading-status").textContent = place.dataset.read;
      const link = document.getElementById("reading-again");
      link.textContent = place.dataset.look;
      link.classList.remove("govuk-button--secondary");
      return;
    }
  } catch {
    // no network for a moment: ask again
  }
  if (times < MOST) setTimeout(ask, EVERY, times + 1);
}

ask(0);
