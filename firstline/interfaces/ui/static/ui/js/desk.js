// What the other scripts share: words, announcements, toasts, the token against forged forms, and "when it appears".
const root = document.documentElement;
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");
const starters = [];
const started = new WeakMap();

const say = (name, facts = {}) => (words[name] || name).replace(/%\((\w+)\)s/g, (all, fact) => facts[fact] ?? "");

const announce = (text) => {
  const place = document.getElementById("announcer");
  if (!place) return;
  place.textContent = "";
  setTimeout(() => { place.textContent = text; }, 60);
};

const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(name + "="))?.slice(name.length + 1);

// The cookie is newer than the page when somebody signed in again in another window.
const csrf = () => cookie("csrftoken") || document.querySelector('meta[name="csrf-token"]')?.content || "";

// Runs `start` once for every element that fits, now and whenever new content comes into the page.
const appear = (selector, start) => {
  starters.push([selector, start]);
  if (document.body) ready(document.body, [[selector, start]]);
};

const ready = (within, list = starters) => {
  for (const [selector, start] of list) {
    const found = [...within.querySelectorAll(selector)];
    if (within.matches(selector)) found.unshift(within);
    for (const element of found) {
      const done = started.get(element) || started.set(element, new Set()).get(element);
      if (!done.has(start)) { done.add(start); start(element); }
    }
  }
};

const toast = (text, tone = "good") => {
  const place = document.getElementById("toasts");
  const line = document.createElement("p");
  line.className = "toast";
  line.dataset.tone = tone;
  line.textContent = text;
  place.append(line);
  ready(line);
};

const fade = (line) => {
  const stays = ["bad", "error"].includes(line.dataset.tone);
  const leave = () => { if (!line.matches(":hover")) line.remove(); else setTimeout(leave, 2000); };
  if (!stays) { setTimeout(leave, 6000); return; }
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", say("close"));
  close.addEventListener("click", () => line.remove());
  line.append(close);
};

const TYPING = 'input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"], [type="range"], [type="hidden"]), textarea, select, [contenteditable="true"]';
const typing = (element) => Boolean(element?.matches?.(TYPING));

window.firstline = { say, announce, cookie, csrf, appear, ready, toast, typing, person: root.dataset.person || "" };

appear(".toast", fade);
document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = csrf(); });
document.addEventListener("toast", (event) => toast(event.detail.text ?? event.detail.value, event.detail.tone));
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => toast(say("failed"), "bad"));
}
