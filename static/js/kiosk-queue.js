// How do answers reach the council exactly once, however often the network goes? Each is sealed to the
// council's key and kept on the device first, and forgotten only when the server says that it has it. The same
// entry sent again is the same response: it carries random bits of its own, made on the device.

const DATABASE = "engage-kiosk";
const LOCK = "engage-kiosk-queue";
const PATIENCE = 15000; // milliseconds for one reply
const AGAIN = 15000; // milliseconds between attempts, besides those when the network returns
const RANDOM_BITS = 75n;
const CHECK_PRIME = 37n; // as in engage/respond/codes.py: other numbers cannot be read out
const SPEAKABLE = 32n;
const INFO = new TextEncoder().encode("engage kiosk entry");

export class Queue extends EventTarget {
  constructor(addresses) {
    super();
    this.addresses = addresses;
    this.skew = Number(localStorage.getItem("engage-kiosk-skew") ?? 0); // our clock is ahead of the device's by
    this.started = true;
    this.timer = 0;
  }

  // Seal one person's answers and keep them; then try to send. Returns the name of the entry.
  async put(answers, key) {
    const entry = { ...answers, random: draw().toString(16), pressed_at: Date.now() + this.skew };
    const sealed = await seal(new TextEncoder().encode(JSON.stringify(entry)), key);
    const id = crypto.randomUUID();
    await stored("readwrite", (entries) => entries.put({ id, sealed }));
    this.changed();
    this.flush();
    return id;
  }

  count() {
    return stored("readonly", (entries) => entries.count());
  }

  // Send everything that waits, one after the other. Two pages never send at the same time.
  async flush() {
    clearTimeout(this.timer);
    await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? this.sendAll() : null));
    await this.changed();
    if (await this.count()) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), AGAIN);
    }
  }

  async sendAll() {
    for (const { id, sealed } of await stored("readonly", (entries) => entries.getAll())) {
      let reply;
      try {
        reply = await post(this.addresses.entries, { sealed: toBase64(sealed) });
      } catch {
        return; // no network: later
      }
      this.started = reply.status !== 403;
      if (!reply.acknowledged) continue; // it stays; others may go
      await stored("readwrite", (entries) => entries.delete(id));
      this.dispatchEvent(new CustomEvent("sent", { detail: { id, ...reply.body } }));
      await this.changed();
    }
  }

  // Tell the server how many wait, and learn what time it is there and what is asked now.
  async alive() {
    try {
      const { body, status } = await post(this.addresses.alive, { waiting: await this.count() });
      this.started = status !== 403;
      if (status !== 200) return null;
      this.skew = body.now - Date.now();
      localStorage.setItem("engage-kiosk-skew", this.skew);
      return body;
    } catch {
      return null;
    }
  }

  async changed() {
    this.dispatchEvent(new CustomEvent("waiting", { detail: { count: await this.count() } }));
  }

  // What became of this entry, if that is known within so many milliseconds.
  acknowledged(id, patience) {
    return new Promise((done) => {
      const timer = setTimeout(() => done(null), patience);
      this.addEventListener("sent", ({ detail }) => {
        if (detail.id !== id) return;
        clearTimeout(timer);
        done(detail);
      });
    });
  }
}

// Only a whole reply of ours counts: one that breaks off, or is some other page, does not.
async function post(address, message) {
  const reply = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const isOurs = reply.headers.get("Content-Type")?.startsWith("application/json");
  const body = isOurs ? await reply.json() : {};
  return { status: reply.status, body, acknowledged: reply.ok && "reference" in body };
}

// --- what nobody can read on the device ---------------------------------------------------------------

function draw() {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(10));
    const number = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) & ((1n << RANDOM_BITS) - 1n);
    if (number % CHECK_PRIME < SPEAKABLE) return number;
  }
}

// As engage/respond/kiosk_sealing.py opens it. The key of the entry is gone when this returns.
async function seal(plain, theirs) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const point = fromBase64(theirs);
  const [own, council] = await Promise.all([
    crypto.subtle.generateKey(curve, false, ["deriveBits"]),
    crypto.subtle.importKey("raw", point, curve, false, []),
  ]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: council }, own.privateKey, 256);
  const ours = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: joined(ours, point), info: INFO },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: INFO }, key, plain);
  return joined(ours, iv, new Uint8Array(sealed));
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

const fromBase64 = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));

function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

// --- what is kept -------------------------------------------------------------------------------------

let opened = null;

function database() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "id" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opened;
}

// Do something with the entries; it is done when it is on the disk.
async function stored(mode, deed) {
  const transaction = (await database()).transaction("entries", mode, { durability: "strict" });
  const request = deed(transaction.objectStore("entries"));
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}
