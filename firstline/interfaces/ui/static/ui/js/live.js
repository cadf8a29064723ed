// Pages that change when the world does: one stream of events, and parts of the page fetched anew.
const { appear, lists, saving, say, toast, typing } = window.firstline;
const stale = new Set();
let source;
let lost = false;
let timer = 0;

const regions = () => [...document.querySelectorAll("[data-live][id]")];

const concerns = (region, topics) => region.dataset.live.split(/\s+/).some((wanted) =>
  topics.some((topic) => topic === wanted || (wanted.endsWith(":*") && topic.startsWith(wanted.slice(0, -1)))));

// Somebody writes inside, has a menu open or marks text: the part waits.
const occupied = (region) => {
  const active = document.activeElement;
  const writing = region.contains(active) && typing(active) && !active.closest(".field[data-field]");
  return writing || region.querySelector(":popover-open, dialog[open], [data-held]") || (!getSelection().isCollapsed && region.contains(getSelection().anchorNode));
};

const swap = (region, fresh) => {
  if (region.querySelector("form[data-self-saving]") || region.matches("form[data-self-saving]")) { saving.merge(fresh); return; }
  const kept = lists.remember(region);
  const open = [...region.querySelectorAll("details[open][id]")].map((details) => details.id);
  const drawn = document.adoptNode(fresh);
  region.replaceWith(drawn);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  window.htmx?.process(drawn);
  window.firstline.ready(drawn);
  lists.recall(drawn, kept);
};

// Which part each answer is for: the latest asking counts, and only for the part that stood there when it was asked.
const asked = new Map();

const put = (id, fresh, region) => {
  const now = document.getElementById(id);
  if (!now || !fresh) return;
  // Drawn anew meanwhile, perhaps from something newer than this answer knows.
  if (now !== region) { stale.add(id); soon(); return; }
  if (occupied(now)) stale.add(id); else swap(now, fresh);
};

// Parts that come from the same address are fetched once.
const refresh = async (ids) => {
  const byUrl = new Map();
  const drawn = new Map();
  for (const id of ids) {
    const region = document.getElementById(id);
    const url = region && (region.dataset.liveUrl || location.href);
    if (url) byUrl.set(url, [...(byUrl.get(url) || []), id]);
    drawn.set(id, region);
    asked.set(id, drawn);
  }
  await Promise.all([...byUrl].map(async ([url, wanted]) => {
    const headers = { "HX-Request": "true", ...(wanted.length === 1 && { "HX-Target": wanted[0] }) };
    const response = await fetch(url, { headers }).catch(() => null);
    if (!response?.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const id of wanted) if (asked.get(id) === drawn) put(id, page.getElementById(id), drawn.get(id));
  }));
};

const catchUp = () => {
  if (document.hidden || !stale.size) return;
  const ids = [...stale].filter((id) => { const region = document.getElementById(id); return region && !occupied(region); });
  stale.clear();
  refresh(ids);
};

// Many screens hear the same event: they must not all ask in the same instant.
// The first of many starts the wait: where something happens all the time, pages must change all the same.
const soon = () => { timer ||= setTimeout(() => { timer = 0; catchUp(); }, 200 + Math.random() * 400); };

const mark = (topics) => {
  for (const region of regions()) if (!topics || concerns(region, topics)) stale.add(region.id);
  if (stale.size) soon();
};

// A hidden window gives its connection back: a browser has only six of them for a server.
const listen = () => {
  if (document.hidden || source || !regions().length || !window.EventSource) return;
  source = new EventSource(document.body.dataset.events || "/events");
  source.addEventListener("open", () => { if (lost) mark(null); lost = false; });
  source.addEventListener("error", () => {
    lost = true;
    if (source?.readyState !== EventSource.CLOSED) return;
    rest();
    setTimeout(listen, 5000 + Math.random() * 5000);
  });
  source.addEventListener("journal", (event) => {
    const { subject, context } = JSON.parse(event.data);
    mark([subject, context].filter(Boolean));
    document.dispatchEvent(new CustomEvent("journal", { detail: JSON.parse(event.data) }));
  });
};
const rest = () => { source?.close(); source = null; lost = true; };

appear("[data-live][id]", listen);
document.addEventListener("visibilitychange", () => { if (document.hidden) rest(); else { listen(); catchUp(); } });
document.addEventListener("focusout", () => { if (stale.size) soon(); });
addEventListener("pagehide", rest);
addEventListener("pageshow", (event) => { if (event.persisted) { listen(); mark(null); } });

// The banner: no network, or saves that wait for the server.
const banner = document.getElementById("offline");
let down = false;
const tell = (waiting = saving.waiting()) => {
  const now = !navigator.onLine || waiting > 0;
  if (banner) {
    banner.hidden = !now;
    const text = waiting === 1 ? say("waiting_one") : say("waiting_many", { count: waiting });
    banner.querySelector("[data-waiting]").textContent = waiting ? text : "";
  }
  if (down && !now) toast(say("back"));
  down = now;
};
window.firstline.connection = { waiting: tell };
window.firstline.refresh = refresh;
addEventListener("online", () => tell());
addEventListener("offline", () => tell());
