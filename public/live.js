// Brings a page up to date when something it shows has changed. Elements with an id and data-live="NOUN NOUN:ID" say what
// they show; on such a change the page is asked for again, as whoever looks at it, and they are altered in place. Whoever
// types, chooses or has opened something is left alone. One stream serves all pages of a browser.
const { liveRoom, since: begun } = document.querySelector("script[data-live-room]").dataset;
const channel = new BroadcastChannel(`live ${liveRoom}`);
const said = document.body.appendChild(Object.assign(document.createElement("p"), { className: "sr", role: "status" }));
const seen = new Set(), stale = new Set(), recent = [];
let since = begun, leads = !navigator.locks, stream, tries = 0, busy = false, over = false, timer;

const regions = () => document.querySelectorAll("[id][data-live]");

function hear(word) {
  if (word.since) since = word.since;
  if (word.over) return close((over = true));
  if (word.id && seen.has(word.id)) return;
  seen.add(word.id);
  if (seen.size > 2000) seen.delete(seen.values().next().value);
  const names = ["*", word.topic, `${word.topic}:${word.subject}`];
  for (const region of regions())
    if (word.reset || region.dataset.live.split(" ").some((name) => names.includes(name))) stale.add(region.id);
  soon();
}

// At once, and then at most every 50 ms; not while nobody looks.
function soon(wait = 50) {
  if (busy || over || !stale.size || document.hidden) return;
  busy = true;
  refresh().catch(() => (wait = 3000)).finally(() => setTimeout(() => ((busy = false), soon()), wait));
}

async function refresh() {
  const ids = [...stale];
  // What is heard of while the answer is on its way is asked for once more: the answer may be older.
  stale.clear();
  const answer = await fetch(location.href, { headers: { "duplex-live": "1" }, redirect: "manual", cache: "no-store" })
    .catch(() => ({ status: 599 }));
  if (answer.status >= 500) {
    for (const id of ids) stale.add(id);
    throw answer;
  }
  // Gone, or not theirs any more: the next click says so.
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const words = ids.map((id) => renew(document.getElementById(id), fresh.getElementById(id))).filter(Boolean);
  if (words.length) said.textContent = `Updated: ${words.join(", ")}`;
}

function renew(region, fresh) {
  if (!region || !fresh) return;
  const before = region.textContent, focus = document.activeElement;
  alter(region, fresh);
  if (!focus.isConnected) (document.getElementById(focus.id) ?? document.getElementById("main"))?.focus();
  const name = region.ariaLabel ?? region.querySelector("h1, h2, h3, caption")?.textContent;
  return region.textContent !== before && (name ?? document.title);
}

const fields = "input, textarea, select";
const typed = (field) => field.matches(fields) && (field === document.activeElement || (field.options
  ? field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected))
  : field.files?.length || field.checked !== field.defaultChecked || field.value !== field.defaultValue));

function alter(from, to) {
  if (from.isEqualNode(to)) return;
  if (from.nodeName !== to.nodeName) return from.replaceWith(to);
  if (from.nodeType !== 1) return void (from.nodeValue = to.nodeValue);
  // A chart that a script has drawn over is drawn anew when its figures are others.
  if (from.dataset.chart) return void (from.dataset.option === to.dataset.option || from.replaceWith(to));
  // Islands look after themselves; a form in which somebody has typed stays whole, with all that it was drawn with.
  if (from.matches("leptos-island, [data-still]") || [...(from.elements ?? [from])].some(typed)) return;
  for (const { name } of [...from.attributes]) if (name !== "open" && !to.hasAttribute(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes)
    if (name !== "open" && from.getAttribute(name) !== value) from.setAttribute(name, value);
  for (const child of [...from.children]) if (child.id && !to.querySelector(`#${CSS.escape(child.id)}`)) child.remove();
  let at = from.firstChild;
  for (const next of [...to.childNodes]) {
    const same = next.id ? [...from.children].find((child) => child.id === next.id) : at && !at.id && at.nodeName === next.nodeName && at;
    if (same === at && at) at = at.nextSibling;
    else from.insertBefore(same || next, at);
    if (same) alter(same, next);
  }
  while (at) [at] = [at.nextSibling, at.remove()];
  if (from.matches(fields) && !from.files) [from.value, from.checked] = [to.value, to.checked];
}

function pass(word) {
  recent.push([performance.now(), word]);
  if (recent.length > 200) recent.shift();
  channel.postMessage(word);
  hear(word);
}

function close() {
  clearTimeout(timer);
  stream?.close();
  stream = undefined;
}

// Waits longer each time, and not as long as others do.
function again() {
  close();
  if (!over) timer = setTimeout(listen, Math.min(60000, 500 * 2 ** tries++) * (0.5 + Math.random()));
}

function listen() {
  close();
  stream = new EventSource(`/live?since=${since}`);
  const on = (name, act) => stream.addEventListener(name, (event) => {
    since = event.lastEventId || since;
    clearTimeout(timer);
    timer = setTimeout(again, 40000);
    act?.(event.data);
  });
  on("hello", () => (tries = 0));
  on("beat");
  on("message", (data) => pass({ ...JSON.parse(data), since }));
  on("reset", () => pass({ reset: true, since }));
  on("bye", (why) => {
    if (why === "ended") return pass({ over: true });
    if (why === "many") return close();
    if (why === "changed") pass({ reset: true });
    again();
  });
  stream.onerror = again;
}

channel.onmessage = ({ data }) => {
  if (!data.came) return hear(data);
  // A page that was drawn before it could hear what we have passed on since.
  if (stream) for (const [at, word] of recent) if (at > performance.now() - data.came) channel.postMessage(word);
};
channel.postMessage({ came: performance.now() + 2000 });
addEventListener("pageshow", ({ persisted }) => persisted && hear({ reset: true }));
document.addEventListener("visibilitychange", () => {
  soon();
  if (document.hidden && !navigator.locks) close();
  else if (!document.hidden && leads && !stream && !over) listen();
});
// Plain http has no locks: there each page that is looked at listens for itself.
if (!leads) navigator.locks.request(`live ${liveRoom}`, () => new Promise(() => listen((leads = true))));
else if (!document.hidden) listen();
