// The board: an order is chosen with Space, then moved by the arrow keys, made longer and shorter by + and -, or dragged.
const { announce, appear, csrf, ready, toast, typing } = window.firstline;
const DAY = 86400000;
const STEPS = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] };
let chosen = "";
let held = "";
let dragged = null;
let queue = Promise.resolve();

const board = () => document.querySelector("[data-board]");
const cards = () => [...document.querySelectorAll("[data-board-card]")];
const cardOf = (number) => cards().find((card) => card.dataset.boardCard === number);
const movable = (card) => Boolean(card?.closest("[data-movable]"));
const crews = () => [...document.querySelectorAll("[data-board] tbody tr")].map((row) => row.querySelector("td").dataset.crew);

const shifted = (day, by) => new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY).toISOString().slice(0, 10);

const mark = () => {
  for (const card of cards()) card.closest("li").toggleAttribute("data-chosen", Boolean(chosen) && card.dataset.boardCard === chosen);
};

const choose = (card) => {
  const words = board().dataset;
  const on = card && movable(card) && chosen !== card.dataset.boardCard;
  if (chosen || on) announce(on ? `W${card.dataset.boardCard}: ${words.told}` : words.letGo);
  chosen = on ? card.dataset.boardCard : "";
  mark();
};

// The board comes back drawn anew; whoever had the focus has it again.
const draw = (text) => {
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-board]");
  if (!fresh) throw new Error("no board");
  const drawn = document.adoptNode(fresh);
  board().replaceWith(drawn);
  window.htmx?.process(drawn);
  ready(drawn);
};

const tell = () => {
  const refusal = board().querySelector('[role="alert"]');
  if (refusal) { toast(refusal.textContent.trim(), "bad"); return; }
  const card = cardOf(held);
  const cell = card?.closest("td");
  if (!cell) return;
  const column = board().querySelectorAll("thead th")[cell.cellIndex].textContent.trim();
  announce([cell.parentElement.querySelector("th").firstChild.textContent.trim(), column, cell.querySelector(".board-load")?.textContent.trim()].join(", "));
};

const post = async (url, facts, week) => {
  const target = new URL(url, location.href);
  const shown = new URL(board().dataset.liveUrl, location.href).searchParams;
  for (const [name, value] of shown) target.searchParams.set(name, value);
  if (week) target.searchParams.set("week", week);
  const headers = { "HX-Request": "true", "X-CSRFToken": csrf() };
  try {
    const response = await fetch(target, { method: "POST", headers, body: new URLSearchParams(facts) });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    draw(await response.text());
    history.replaceState(history.state, "", board().dataset.liveUrl);
    tell();
  } catch {
    toast(board().dataset.failed, "bad");
  }
};

// One after the other, each from where the one before has left the order.
const later = (act) => { queue = queue.then(act); };

const place = (number, crew, day, hours) => post(cardOf(number).dataset.url, { crew, day, hours }, day);

const move = (number, [days, rows]) => later(() => {
  const card = cardOf(number);
  if (!card) return undefined;
  const all = crews();
  const { crew, day, hours } = card.dataset;
  const here = all.indexOf(crew);
  const first = board().querySelector("td[data-today]") || board().querySelector("td[data-day]");
  const to = all[Math.max(0, Math.min(all.length - 1, Math.max(0, here) + (day ? rows : 0)))];
  return place(number, to, day ? shifted(day, days) : first.dataset.day, hours);
});

const stretch = (number, more) => later(() => {
  const card = cardOf(number);
  if (!card?.dataset.day) return undefined;
  const now = Number(card.dataset.hours);
  const hours = more ? (now < 1 ? now * 2 : now + 1) : (now > 1 ? Math.max(1, now - 1) : Math.max(0.25, now / 2));
  return place(number, card.dataset.crew, card.dataset.day, hours);
});

const remove = (number) => later(() => {
  const url = cardOf(number)?.dataset.removal;
  return url ? post(url, {}) : undefined;
});

// The next card in a direction: what lies nearest to the line counts most.
const beside = (card, [x, y]) => {
  const middle = (one) => { const box = one.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
  const [left, top] = middle(card);
  const away = (one) => {
    const [dx, dy] = [middle(one)[0] - left, middle(one)[1] - top];
    const ahead = dx * x + dy * y;
    return ahead > 4 ? ahead + 3 * Math.abs(dx * y + dy * x) : Infinity;
  };
  return cards().map((one) => [away(one), one]).filter(([far]) => far < Infinity).sort(([a], [b]) => a - b)[0]?.[1];
};

const press = (event) => {
  const card = event.target.closest?.("[data-board-card]");
  if (!card || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const number = card.dataset.boardCard;
  const isChosen = chosen === number;
  const acts = {
    " ": () => choose(card),
    escape: () => choose(null),
    "+": () => isChosen && stretch(number, true),
    "=": () => isChosen && stretch(number, true),
    "-": () => isChosen && stretch(number, false),
    delete: () => isChosen && remove(number),
  };
  if (STEPS[key]) acts[key] = () => (isChosen ? move(number, STEPS[key]) : beside(card, STEPS[key])?.focus());
  const act = acts[key];
  if (!act || (key === "escape" && !chosen)) return;
  event.preventDefault();
  event.stopPropagation();
  held = number;
  act();
};

// Before all others: on a card the arrow keys belong to the board.
document.addEventListener("keydown", press, true);
document.addEventListener("focusin", (event) => { held = event.target.closest?.("[data-board-card]")?.dataset.boardCard || ""; });

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-movable]")?.querySelector("[data-board-card]") || null;
  if (dragged) { event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", dragged.dataset.boardCard); }
});

const target = (event) => (dragged ? event.target.closest?.("[data-board] td, .board-unplanned") : null);

const light = (cell) => {
  for (const lit of document.querySelectorAll("[data-drop]")) lit.removeAttribute("data-drop");
  cell?.setAttribute("data-drop", "");
};

document.addEventListener("dragover", (event) => {
  const cell = target(event);
  if (cell) event.preventDefault();
  light(cell);
});
document.addEventListener("dragend", () => { dragged = null; light(null); });
document.addEventListener("drop", (event) => {
  const cell = target(event);
  if (!cell) return;
  event.preventDefault();
  const { boardCard, hours } = dragged.dataset;
  held = boardCard;
  if (cell.matches("td")) later(() => place(boardCard, cell.dataset.crew, cell.dataset.day, hours)); else remove(boardCard);
});

appear("[data-board]", () => {
  const wanted = held;
  mark();
  if (wanted && (document.activeElement === document.body || !document.activeElement)) cardOf(wanted)?.focus({ preventScroll: false });
});
