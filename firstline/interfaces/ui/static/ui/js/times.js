// Times that go on by themselves: "12 min ago", what is left of a promise, how long a call has been running.
const { say } = window.firstline;
const language = document.documentElement.lang;
// The clock of this computer may be wrong; the page says what time it was made.
const made = Date.parse(document.body.dataset.now || "");
const skew = Math.abs(made - Date.now()) > 10000 ? made - Date.now() : 0;
const now = () => Date.now() + skew;

const span = (ms) => {
  const minutes = Math.floor(Math.abs(ms) / 60000);
  if (minutes < 60) return say("minutes", { count: minutes });
  if (minutes < 48 * 60) return say("hours", { count: Math.floor(minutes / 60) });
  return new Intl.NumberFormat(language, { style: "unit", unit: "day", unitDisplay: "long" }).format(Math.floor(minutes / 1440));
};

const put = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };

const ago = (time) => {
  const gone = now() - Date.parse(time.dateTime);
  if (Math.abs(gone) < 60000) put(time, say("now"));
  else put(time, say(gone > 0 ? "ago" : "in", { span: span(gone) }));
};

const left = (mark) => {
  if (mark.dataset.state === "paused") return;
  const by = Date.parse(mark.dataset.by);
  const since = Date.parse(mark.dataset.since || "") || by - 8 * 3600000;
  const rest = by - now();
  const gone = Math.min(100, Math.max(2, Math.round((1 - rest / (by - since)) * 100)));
  mark.dataset.state = rest < 0 ? "late" : rest < 1800000 || gone > 80 ? "soon" : "calm";
  mark.querySelector(".left-gone").setAttribute("width", rest < 0 ? 100 : gone);
  put(mark.querySelector(".left-text"), say(rest < 0 ? "late" : "left", { span: span(rest) }));
};

const running = (time) => {
  const seconds = Math.max(0, Math.floor((now() - Date.parse(time.dateTime)) / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  put(time, (parts[0] ? parts : parts.slice(1)).map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":"));
};

const tick = () => {
  document.querySelectorAll('time[data-when="relative"]').forEach(ago);
  document.querySelectorAll(".left[data-by]").forEach(left);
};
setInterval(() => { if (!document.hidden) tick(); }, 20000);
setInterval(() => { if (!document.hidden) document.querySelectorAll("time[data-running]").forEach(running); }, 1000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
