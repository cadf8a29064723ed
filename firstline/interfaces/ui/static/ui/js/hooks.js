// Small hooks that pages name by attributes: open a dialog, ask first, copy, choose a theme.
const { say, toast, announce, appear } = window.firstline;
const agreed = new WeakSet();

const ask = (question) => new Promise((resolve) => {
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-text").textContent = question;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  dialog.showModal();
  dialog.querySelector("[data-confirm-yes]").focus();
});

// After a yes the same click or submit is let through, also when other scripts hold it up for a moment.
const agree = async (element, question, again) => {
  if (!(await ask(question))) return;
  agreed.add(element);
  setTimeout(() => agreed.delete(element), 5000);
  again();
};

const stop = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };

document.addEventListener("submit", (event) => {
  const asking = event.submitter?.dataset.confirm ? event.submitter : event.target;
  if (!asking.dataset.confirm || agreed.has(asking)) return;
  stop(event);
  agree(asking, asking.dataset.confirm, () => event.target.requestSubmit(event.submitter));
}, true);

document.addEventListener("click", (event) => {
  const asking = event.target.closest('a[data-confirm], button[type="button"][data-confirm]');
  if (asking && !agreed.has(asking)) { stop(event); agree(asking, asking.dataset.confirm, () => asking.click()); }
}, true);

document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  if (await ask(event.detail.question)) event.detail.issueRequest(true);
});

// Without https a browser has no clipboard to write to, only the old command on marked text.
const copyMarked = (text) => {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
};

const copy = async (button) => {
  const text = button.dataset.copy;
  const done = await (navigator.clipboard?.writeText(text).then(() => true, () => false) ?? copyMarked(text));
  button.focus();
  toast(say(done ? "copied" : "not_copied", { text }), done ? "good" : "bad");
};

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog?.showModal && !event.ctrlKey && !event.metaKey) { event.preventDefault(); dialog.showModal(); }
  const copier = event.target.closest("[data-copy]");
  if (copier) { event.preventDefault(); copy(copier); }
  // A click on the backdrop closes: the dialog itself is hit only outside of its content.
  if (event.target.matches?.("dialog.dialog[open], dialog.palette[open]")) {
    const box = event.target.getBoundingClientRect();
    const outside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
    if (outside && (event.clientX || event.clientY)) event.target.close();
  }
});

appear("dialog[data-open-now]", (dialog) => { dialog.close(); dialog.showModal(); });
appear("[data-focus]", (element) => element.focus());
// Where the tabs do not fit, the one that is open is in sight.
appear(".tabs > [aria-current]:not([aria-current=false])", (tab) => {
  const { parentElement: row } = tab;
  if (row.scrollWidth > row.clientWidth) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
});

document.addEventListener("change", (event) => {
  event.target.closest("form[data-submit-on-change]")?.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-choice]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  for (const choice of document.querySelectorAll("[data-theme-choice] button")) choice.setAttribute("aria-pressed", String(choice.value === theme));
  announce(event.submitter.title);
});

// The page that says the database is away looks by itself whether it is back.
const retry = Number(document.body.dataset.retry || 0);
const look = async () => {
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer && answer.status < 500) location.reload(); else setTimeout(look, retry * 1000);
};
if (retry) setTimeout(look, retry * 1000);
