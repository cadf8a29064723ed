// Keys: data-key="t", "g q" (one after the other), "alt+1", several with commas. `?` lists what this page has.
const { say, typing, appear } = window.firstline;
const root = document.documentElement;
const STORE = "firstline.keys";
let waiting = "";
let timer;

const stored = () => { try { return localStorage.getItem(STORE) !== "off"; } catch { return true; } };

// On a Thai or Greek keyboard the letter is taken from the place of the key.
const letter = (event) => {
  const { key, code } = event;
  const place = /^(?:Key|Digit|Numpad)(.)$/.exec(code)?.[1].toLowerCase();
  if (event.altKey && place) return place;
  if (key.length === 1 && key > "\x7f" && place) return place;
  return key === " " ? "space" : key.toLowerCase();
};

const spell = (event) => {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("ctrl");
  if (event.altKey) parts.push("alt");
  if (event.shiftKey && /^[a-z]$/.test(letter(event))) parts.push("shift");
  return [...parts, letter(event)].join("+");
};

const keysOf = (element) => element.dataset.key.split(",").map((key) => key.trim().toLowerCase());

const scope = () => [...document.querySelectorAll("dialog:modal")].at(-1) || document;

const usable = (element) => !element.disabled && element.getAttribute("aria-disabled") !== "true"
  && (element.checkVisibility() || element.closest(".rail") || element.closest(".menu[popover]")?.parentElement.checkVisibility());

// A key within a row is for the row that has the focus.
const reached = (element) => { const row = element.closest("[data-row]"); return !row || row.contains(document.activeElement); };

const bound = () => [...scope().querySelectorAll("[data-key]")].filter((element) => reached(element) && usable(element));

// What was opened to be filled in is filled in at once.
const firstEmpty = (details) => {
  const controls = [...details.querySelectorAll("input:not([type=hidden]), select, textarea")];
  return controls.find((control) => !control.value) || controls[0];
};

const act = (element) => {
  if (element.matches("form")) element.requestSubmit();
  else if (typing(element)) { element.focus(); element.select?.(); } else element.click();
  if (element.matches("summary") && element.parentElement.open) firstEmpty(element.parentElement)?.focus();
};

const press = (event) => {
  if (event.defaultPrevented || event.isComposing || event.getModifierState("AltGraph") || (event.ctrlKey && event.altKey)) return;
  const modified = event.ctrlKey || event.altKey || event.metaKey;
  if (!modified && (typing(event.target) || root.dataset.keys === "off")) return;
  const spelled = waiting ? `${waiting} ${spell(event)}` : spell(event);
  clearTimeout(timer);
  waiting = "";
  const elements = bound();
  const hit = elements.find((element) => keysOf(element).includes(spelled));
  if (hit) { event.preventDefault(); act(hit); return; }
  if (!modified && elements.some((element) => keysOf(element).some((key) => key.startsWith(`${spelled} `)))) {
    event.preventDefault();
    waiting = spelled;
    timer = setTimeout(() => { waiting = ""; }, 1200);
  } else if (spelled === "?" || spelled === "shift+/") {
    event.preventDefault();
    help();
  } else if (spelled === "/") {
    const filter = document.querySelector("[data-filter]");
    if (filter) { event.preventDefault(); filter.focus(); filter.select?.(); }
  }
};

const label = (element) => element.dataset.keyLabel || element.getAttribute("aria-label")
  || element.querySelector("span:not(.hidden)")?.textContent || element.title || element.textContent;

const line = (name, keys) => {
  const item = document.createElement("li");
  const text = document.createElement("span");
  const key = document.createElement("kbd");
  text.textContent = name.trim();
  key.className = "key";
  key.textContent = keys.split(",")[0].replace(/\+/g, " ").replace(/\b[a-z]/g, (small) => small.toUpperCase());
  item.append(text, key);
  return item;
};

const groups = () => {
  const found = new Map();
  const add = (group, name, keys) => found.set(group, [...(found.get(group) || []), line(name, keys)]);
  for (const element of bound()) add(element.dataset.keyGroup || say("actions"), label(element), element.dataset.key);
  if (document.querySelector("[data-list]")) {
    for (const [name, keys] of [["list_move", "j k"], ["list_open", "↵"], ["list_choose", "x"]]) add(say("list"), say(name), keys);
  }
  if (document.querySelector("[data-filter]")) add(say("list"), say("list_filter"), "/");
  add(say("anywhere"), say("help"), "?");
  return found;
};

const help = () => {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return;
  const list = dialog.querySelector("[data-keys-list]");
  list.replaceChildren(...[...groups()].map(([title, lines]) => {
    const section = document.createElement("section");
    const heading = document.createElement("h3");
    const items = document.createElement("ul");
    heading.textContent = title;
    items.append(...lines);
    section.append(heading, items);
    return section;
  }));
  dialog.showModal();
};

// Single keys can be switched off (WCAG 2.1.4): speech input would otherwise press them.
appear("[data-keys-on]", (box) => {
  const apply = (on) => { root.dataset.keys = on ? "on" : "off"; };
  box.checked = stored();
  apply(box.checked);
  box.addEventListener("change", () => {
    apply(box.checked);
    try { localStorage.setItem(STORE, box.checked ? "on" : "off"); } catch { /* holds for this page only */ }
  });
});
appear("[data-keys-help]", (button) => button.addEventListener("click", () => {
  button.closest("[popover]")?.hidePopover();
  help();
}));
document.addEventListener("keydown", press);
window.firstline.keys = { bound, label, act };
