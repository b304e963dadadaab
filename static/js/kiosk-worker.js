// Keeps the kiosk's own pages, and what they are made of, for when there is no network. It keeps nothing that
// anybody has entered. It sees this folder's pages alone.
const PATIENCE = 4000; // milliseconds until a page that is kept is shown instead of one that does not come
const REST = 30000; // for which the next ones are not waited for either
let awayUntil = 0;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  event.respondWith(address.searchParams.has("v") ? keptFirst(request) : newestFirst(request));
});

// What has its fingerprint in its address never changes.
async function keptFirst(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function newestFirst(request) {
  const isPage = request.mode === "navigate";
  const own = await caches.match(request, { ignoreVary: true });
  const kept = own ?? (isPage ? await caches.match(request, { ignoreSearch: true, ignoreVary: true }) : undefined);
  if (!kept) return fetch(request);
  const newest = fetch(request, isPage ? undefined : { cache: "no-cache" });
  const late = new Promise((done) => setTimeout(done, Date.now() < awayUntil ? 0 : PATIENCE));
  try {
    const reply = await Promise.race([newest, late]);
    if (!reply) awayUntil = Date.now() + REST;
    return reply && reply.status < 500 ? reply : kept;
  } catch {
    return kept;
  } finally {
    newest.then(() => (awayUntil = 0)).catch(() => null);
  }
}
