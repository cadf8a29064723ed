// Fields that save themselves. One request per field at a time, the later value wins, nothing typed is ever lost.
const { appear, csrf, drafts, fields } = window.firstline;
const PAUSE = 600;
const TRIES = [1000, 2000, 4000, 8000, 15000, 30000];
const KEEPALIVE_LIMIT = 60000;
const saves = new Map();

class Save {
  constructor(url, name, field) {
    Object.assign(this, { url, name, seen: fields.version(field), values: fields.read(field), known: fields.read(field) });
    Object.assign(this, { dirty: false, busy: false, tries: 0, state: "", unanswered: [] });
  }

  get field() { return fields.find(this.url, this.name); }
  get waiting() { return this.state === "unsaved"; }
  get open() { return this.busy || (this.dirty && this.state !== "conflict"); }

  touch(field, pause) {
    this.values = fields.read(field);
    this.text = fields.text(field);
    if (this.state === "conflict") field.querySelector("[data-mine]")?.replaceChildren(this.values.join(", "));
    this.dirty = true;
    this.keep(field);
    this.later(pause);
  }

  keep(field) { drafts.keep(this.url, this.name, { values: this.values, text: fields.text(field), seen: this.seen, unanswered: this.unanswered }); }

  later(pause) {
    clearTimeout(this.timer);
    if (this.state !== "conflict") this.timer = setTimeout(() => this.send(), pause);
  }

  flush() { if (this.dirty && this.state !== "conflict") { clearTimeout(this.timer); this.send(); } }

  show(state, said = state) {
    this.state = state;
    const field = this.field;
    if (field) fields.show(field, state, said);
    report();
  }

  async send() {
    if (this.busy || !this.dirty) return;
    if (fields.same(this.values, this.known) && !this.unanswered.length && !this.waiting) return this.settle("");
    this.busy = true;
    this.dirty = false;
    const sent = this.values;
    if (!fields.same(this.unanswered.at(-1), sent)) this.unanswered.push(sent);
    const slow = setTimeout(() => { if (this.busy && !this.waiting) this.show("saving"); }, 350);
    const answer = await post(this.url, this.name, sent, this.seen);
    clearTimeout(slow);
    this.busy = false;
    this.take(answer, sent);
    if (this.dirty && !this.waiting) this.later(150);
    done();
  }

  take(answer, sent) {
    if (answer.retry) return this.away(answer.word);
    const unanswered = this.unanswered;
    this.unanswered = [];
    this.tries = 0;
    this.seen = answer.version || this.seen;
    const field = this.field;
    if (field && answer.version && answer.state === "saved") field.dataset.version = answer.version;
    if (answer.state === "saved") {
      this.known = sent;
      if (!this.dirty) this.settle("saved", answer.fragment);
      if (answer.refresh) window.firstline.refresh(answer.refresh.split(" "));
    } else if (answer.state === "conflict") {
      this.dispute(answer, unanswered);
    } else {
      this.show("refused", answer.fragment || answer.word);
    }
  }

  // A save whose answer was lost on the way may have been stored: then "theirs" is our own earlier text.
  dispute(answer, unanswered) {
    const theirs = JSON.parse(answer.fragment.querySelector("[data-take-theirs]").dataset.takeTheirs);
    const ours = unanswered.some((values) => fields.alike(values, theirs));
    this.known = theirs;
    this.dirty = true;
    if (ours) { this.state = ""; this.later(0); } else { this.show("conflict", answer.fragment); }
  }

  settle(state, said) {
    this.dirty = false;
    drafts.drop(this.url, this.name);
    this.show(state, said);
  }

  away(word) {
    this.dirty = true;
    this.show("unsaved", word);
    this.later(TRIES[Math.min(this.tries++, TRIES.length - 1)] * (0.8 + Math.random() * 0.4));
  }

  keepMine() {
    this.show("");
    this.dirty = true;
    this.send();
  }

  takeTheirs(button) {
    const field = this.field;
    fields.write(field, this.known, button.dataset.theirsText ?? null);
    this.values = this.known;
    field.dataset.version = this.seen;
    this.settle("");
  }
}

async function post(url, name, values, seen) {
  const body = new URLSearchParams([["field", name], ...values.map((value) => ["value", value]), ["seen", seen]]);
  const keepalive = body.toString().length < KEEPALIVE_LIMIT;
  const headers = { "X-CSRFToken": csrf(), "X-Requested-With": "XMLHttpRequest" };
  try {
    const response = await fetch(url, { method: "POST", body, headers, keepalive, redirect: "manual", signal: AbortSignal.timeout(20000) });
    if (response.type === "opaqueredirect" || response.status === 401) return { retry: true, word: "signed_out" };
    if (response.status >= 500 || response.status === 429 || response.status === 408) return { retry: true, word: "unsaved" };
    const fragment = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("output.field-state");
    if (!fragment) return { state: "failed", word: "rejected" };
    return { state: fragment.dataset.state, version: fragment.dataset.version, refresh: fragment.dataset.refresh, fragment };
  } catch {
    return { retry: true, word: "unsaved" };
  }
}

const saveOf = (field) => {
  const [url, name] = [field.closest("form").dataset.saveUrl, field.dataset.field];
  const key = `${url} ${name}`;
  if (!saves.has(key)) saves.set(key, new Save(url, name, field));
  return saves.get(key);
};

const fieldOf = (target) => {
  const field = target.closest?.(fields.FIELD);
  return field && target.name === field.dataset.field ? field : null;
};

const isText = (target) => window.firstline.typing(target) && target.tagName !== "SELECT";

// The banner tells how much is waiting; it is the frame's, so a page without it stays quiet.
const report = () => {
  const waiting = [...saves.values()].filter((save) => save.waiting).length;
  window.firstline.connection?.waiting(waiting);
};

// Choices that were confirmed before their list was there; they become saves in a moment.
const choices = new Set();
const hold = (choice) => {
  choices.add(choice);
  choice.then(() => { choices.delete(choice); done(); });
};
const isOpen = () => choices.size > 0 || [...saves.values()].some((save) => save.open);

let idle = [];
const done = () => { if (!isOpen()) { idle.forEach((go) => go()); idle = []; } };
const flush = () => saves.forEach((save) => save.flush());

// Resolves when every field is saved, refused or disputed, at the latest after three seconds.
const settled = () => new Promise((resolve) => { flush(); idle.push(resolve); setTimeout(resolve, 3000); done(); });

// What was typed before this script was there is not what the server knows.
const typedEarly = (field, save) => {
  const control = fields.controls(field).find((one) => one === document.activeElement && isText(one));
  if (!control || control.value === control.defaultValue) return;
  save.known = [control.defaultValue];
  save.touch(field, PAUSE);
};

appear(fields.FIELD, (field) => {
  field.closest("form").autocomplete = "off";
  const save = saveOf(field);
  const draft = drafts.of(save.url, save.name);
  if (save.dirty || save.busy || save.waiting || save.state === "conflict") {
    fields.write(field, save.values, draft?.text ?? null);
    // The place for the answer is new: asking again brings back what it said.
    if (save.state === "conflict") { save.state = ""; save.later(0); }
  } else if (draft && !fields.same(draft.values, fields.read(field))) {
    fields.write(field, draft.values, draft.text);
    Object.assign(save, { values: draft.values, seen: draft.seen, unanswered: draft.unanswered || [], dirty: true });
    fields.show(field, "restored");
    save.later(300);
  } else if (Number(fields.version(field)) < Number(save.seen)) {
    // This part of the page was drawn before the last save of the field: what was saved is newer.
    fields.write(field, save.known, save.text ?? null);
    field.dataset.version = save.seen;
  } else {
    drafts.drop(save.url, save.name);
    Object.assign(save, { seen: fields.version(field), known: fields.read(field), values: fields.read(field) });
    typedEarly(field, save);
  }
});

document.addEventListener("input", (event) => {
  const field = fieldOf(event.target);
  if (field) saveOf(field).touch(field, isText(event.target) ? PAUSE : 0);
});
document.addEventListener("change", (event) => {
  const field = fieldOf(event.target);
  if (!field) return;
  const save = saveOf(field);
  if (!fields.same(save.values, fields.read(field))) save.touch(field, 0);
  save.flush();
});
document.addEventListener("focusout", (event) => { const field = fieldOf(event.target); if (field) saveOf(field).flush(); });
document.addEventListener("keydown", (event) => {
  const field = event.key === "Enter" && !event.defaultPrevented && event.target.matches("input") && event.target.closest(fields.FIELD);
  if (field) { event.preventDefault(); saveOf(field).flush(); }
});
document.addEventListener("click", (event) => {
  const [mine, theirs] = [event.target.closest("[data-keep-mine]"), event.target.closest("[data-take-theirs]")];
  const field = (mine || theirs)?.closest(fields.FIELD);
  if (!field) return;
  if (mine) saveOf(field).keepMine(); else saveOf(field).takeTheirs(theirs);
  fields.controls(field)[0]?.focus();
});

// A form that waits for the fields stays where it is: the part around it is not drawn anew meanwhile.
const held = async (element, wait) => {
  element.dataset.held = "";
  await wait;
  delete element.dataset.held;
};

// Whatever is sent otherwise (close the contact, open the ticket) must find the fields saved.
const passed = new WeakSet();
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!isOpen() || passed.has(form) || form.method === "dialog") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await held(form, settled());
  passed.add(form);
  form.requestSubmit(event.submitter);
  passed.delete(form);
}, true);
document.addEventListener("htmx:confirm", async (event) => {
  if (!isOpen() || event.defaultPrevented || event.detail.verb === "get") return;
  event.preventDefault();
  await held(event.detail.elt, settled());
  event.detail.issueRequest(true);
});

const again = () => saves.forEach((save) => { if (save.waiting) { save.tries = 0; save.later(0); } });
addEventListener("online", again);
addEventListener("focus", again);
addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", () => (document.hidden ? flush() : again()));
addEventListener("beforeunload", (event) => { if ([...saves.values()].some((save) => save.waiting)) event.preventDefault(); });

// A newer page brings other people's changes: they go into every field that nobody here is changing.
const merge = (fresh) => {
  for (const theirs of fresh.querySelectorAll(".field[data-field]")) {
    const form = theirs.closest("form[data-self-saving]");
    const field = form && fields.find(form.dataset.saveUrl, theirs.dataset.field);
    if (!field) continue;
    const save = saveOf(field);
    const touched = save.dirty || save.busy || ["unsaved", "conflict", "refused"].includes(save.state);
    if (touched || field.contains(document.activeElement)) continue;
    const values = fields.read(theirs);
    field.dataset.version = save.seen = fields.version(theirs);
    if (fields.same(values, save.known)) continue;
    fields.write(field, values, fields.text(theirs));
    Object.assign(save, { known: values, values });
    field.dataset.changed = "";
  }
};

window.firstline.saving = { merge, settled, hold, waiting: () => [...saves.values()].filter((save) => save.waiting).length };
