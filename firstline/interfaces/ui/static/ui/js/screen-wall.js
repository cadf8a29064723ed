// The wall: its pages take turns, and a wall that hears nothing for too long says so.
const { appear } = window.firstline;
const TURN = 12_000;
const AGAIN = 20_000;
const STALE = 60_000;
const RELOAD = 6 * 3600_000;
const began = performance.now();
let shown = 0;
let fresh = began;

const show = (room) => {
  const pages = [...room.querySelectorAll("[data-wall-page]")];
  const number = Math.min(shown || pages.findIndex((page) => !page.hidden) + 1, pages.length) || 1;
  shown = number;
  for (const page of pages) page.hidden = Number(page.dataset.wallPage) !== number;
  for (const link of room.querySelectorAll("[data-wall-to]")) link.setAttribute("aria-current", Number(link.dataset.wallTo) === number ? "page" : "false");
};

const turn = () => {
  const room = document.getElementById("wall-room");
  shown = shown % room.querySelectorAll("[data-wall-page]").length + 1;
  show(room);
};

appear("[data-wall-room]", (room) => { fresh = performance.now(); show(room); });

appear("[data-wall]", (wall) => {
  let timer = setInterval(turn, TURN);
  const hold = wall.querySelector("[data-wall-hold]");
  hold.addEventListener("click", () => {
    const isHeld = hold.getAttribute("aria-pressed") !== "true";
    hold.setAttribute("aria-pressed", isHeld);
    clearInterval(timer);
    if (!isHeld) timer = setInterval(turn, TURN);
  });
  wall.querySelector("[data-wall-whole]").addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen();
  });
  wall.addEventListener("click", (event) => {
    const link = event.target.closest("[data-wall-to]");
    if (!link) return;
    event.preventDefault();
    shown = Number(link.dataset.wallTo);
    show(document.getElementById("wall-room"));
  });
  // Promises break by the clock alone; and after an upgrade the page itself is old.
  setInterval(async () => {
    await window.firstline.refresh(["wall-room"]);
    const quiet = performance.now() - fresh;
    wall.querySelector("[data-wall-stale]").hidden = quiet < STALE;
    if (quiet < STALE && performance.now() - began > RELOAD) location.reload();
  }, AGAIN);
});
