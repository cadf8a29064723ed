// Walking through rows: j k or arrows move, Enter opens (the link has the focus), x chooses, Home and End.
const { typing, say, appear } = window.firstline;
const root = document.documentElement;

const link = (row) => row.querySelector("[data-open]") || row.querySelector("a, button");
const rows = () => [...document.querySelectorAll("[data-list] [data-row]")].filter((row) => row.checkVisibility());
const current = () => document.activeElement?.closest?.("[data-row]");

const go = (row) => {
  if (!row) return;
  link(row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};

const step = (by) => {
  const all = rows();
  const here = all.indexOf(current());
  go(here < 0 ? all[by > 0 ? 0 : all.length - 1] : all[Math.max(0, Math.min(all.length - 1, here + by))]);
};

const choose = (row) => {
  const box = row?.querySelector('input[type="checkbox"]');
  if (box) box.click();
};

const MOVES = {
  j: () => step(1),
  k: () => step(-1),
  arrowdown: () => step(1),
  arrowup: () => step(-1),
  home: () => go(rows()[0]),
  end: () => go(rows().at(-1)),
  x: () => choose(current()),
  o: () => current() && link(current())?.click(),
};

const place = (event) => /^Key(.)$/.exec(event.code)?.[1].toLowerCase();

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  if (document.querySelector("dialog:modal") || !document.querySelector("[data-list]")) return;
  const key = event.key > "\x7f" && event.key.length === 1 ? place(event) : event.key.toLowerCase();
  if (key.length === 1 && root.dataset.keys === "off") return;
  // Arrows scroll the page until somebody has entered the list.
  if (/^(arrow|home|end)/.test(key) && !current()) return;
  const move = MOVES[key];
  if (move) { event.preventDefault(); move(); }
});

// From the filter, the arrow goes on into the list.
document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" && event.target.matches("[data-filter]")) { event.preventDefault(); go(rows()[0]); }
  if (event.key === "Escape" && event.target.matches("[data-filter]")) event.target.blur();
});

// A click anywhere in the row opens it, except on what has its own meaning.
document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || event.defaultPrevented || event.target.closest("a, button, input, label, select, textarea, summary, [popover]")) return;
  if (getSelection().isCollapsed) link(row)?.click();
});

const count = (form) => {
  const chosen = form.querySelectorAll('[name="chosen"]:checked').length;
  for (const shown of form.querySelectorAll("[data-chosen-count]")) shown.textContent = say("chosen", { count: chosen });
};
document.addEventListener("change", (event) => {
  const { target } = event;
  if (target.matches("[data-choose-all]")) {
    for (const box of target.form.querySelectorAll('[name="chosen"]')) box.checked = target.checked;
  }
  if (target.form && target.matches('[name="chosen"], [data-choose-all]')) count(target.form);
});
appear("[data-chosen-count]", (shown) => count(shown.closest("form")));

// Before and after a list is drawn anew: the same row has the focus, the same rows are chosen, nothing moves under the eye.
const remember = (region) => {
  const row = current();
  const held = row && region.contains(row) ? row : rows().find((one) => region.contains(one) && one.getBoundingClientRect().top >= 0);
  const chosen = [...region.querySelectorAll('[name="chosen"]:checked')].map((box) => box.value);
  const texts = new Map([...region.querySelectorAll("[data-row][id]")].map((one) => [one.id, one.textContent]));
  return { id: held?.id, focused: held === row, top: held?.getBoundingClientRect().top, chosen, texts };
};

const recall = (region, kept) => {
  for (const box of region.querySelectorAll('[name="chosen"]')) box.checked = kept.chosen.includes(box.value);
  for (const row of region.querySelectorAll("[data-row][id]")) {
    if (kept.texts.size && kept.texts.get(row.id) !== row.textContent) row.dataset.changed = "";
  }
  const row = kept.id && document.getElementById(kept.id);
  if (!row) return;
  if (kept.focused) link(row)?.focus({ preventScroll: true });
  scrollBy({ top: row.getBoundingClientRect().top - kept.top, behavior: "instant" });
};

window.firstline.lists = { remember, recall };
