// The call screen is drawn anew while somebody goes on typing: what they type, and where they are, stays with them.
const { say, toast } = window.firstline;
let [sender, was, typed, begun] = [null, null, null, []];
// Whether somebody has typed since they last pressed a button of the call.
let wroteOn = false;
// What was pressed while an act was still on its way, see below.
const queue = [];

const isCall = (event) => event.detail.target?.id === "call";
// A promise or a reason that was begun and not yet sent.
const unsent = () => [...document.querySelectorAll("#call details form[data-beside] :is(input:not([type=hidden]), textarea)")]
  .filter((input) => input.id && input.value !== input.defaultValue).map(({ id, value }) => ({ id, value }));
const unchosen = (element) => element?.matches?.('#call [role="combobox"]') && element.value !== element.defaultValue;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!isCall(event)) return;
  [sender, was] = [event.detail.elt, document.activeElement];
  if (sender.matches("[data-beside]")) wroteOn = false;
});
document.addEventListener("input", (event) => { if (event.isTrusted && event.target.closest("#call")) wroteOn = true; });

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isCall(event)) return;
  const here = document.activeElement;
  begun = unsent();
  const isKept = unchosen(here) && !sender?.contains(here);
  typed = isKept ? { id: here.id, text: here.value, entered: "entered" in here.dataset } : null;
  // Whoever has gone on to another field, or is in the middle of one, is not called back from it.
  if (isKept || wroteOn || queue.length || (here !== was && here !== document.body)) {
    event.detail.serverResponse = event.detail.serverResponse.replaceAll(" data-focus", "");
  }
});

// Closing takes the promise form away: what was typed into it and not sent stops the first press, once.
let warned = "";
addEventListener("submit", (event) => {
  if (!event.target.matches("#closing form")) return;
  const left = unsent();
  const typed = JSON.stringify(left);
  if (!left.length || typed === warned) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  warned = typed;
  const input = document.getElementById(left[0].id);
  input.closest("details").open = true;
  input.focus();
  toast(say("unsent"), "bad");
}, true);

// Not earlier: only now is the new combobox alive.
document.addEventListener("htmx:afterSettle", () => {
  for (const { id, value } of begun.splice(0)) {
    const input = document.getElementById(id);
    if (!input) continue;
    input.value = value;
    input.closest("details").open = true;
  }
  const input = typed && document.getElementById(typed.id);
  if (!input) return;
  input.value = typed.text;
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
  if (typed.entered) input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  typed = null;
});

// One act after the other: each draws the screen anew, so the next one must not be pressed on what is just going away.
let [current, isSent, patience] = [null, false, 0];

const start = (source) => {
  clearTimeout(patience);
  [current, isSent] = [source, false];
  patience = setTimeout(next, 10000);
};

const next = () => {
  clearTimeout(patience);
  current = null;
  const call = document.getElementById("call");
  const act = call && queue.shift();
  if (!act) return;
  start(call);
  // It was pressed in sight of what the acts before it have left behind by now.
  const seen = call.querySelector(`form[hx-post="${act.path}"] [name="seen"]`);
  if (seen) act.data.set("seen", seen.value);
  window.htmx.ajax("POST", act.path, { source: call, target: call, swap: "outerHTML", values: Object.fromEntries(act.data) });
};

// On the window, so that it comes before everybody who holds a form back for its fields to be saved.
const inTurn = (event, form) => {
  if (!form?.matches("#call form[hx-post]:not([data-beside])")) return;
  // A form that was held back until its fields were saved comes a second time.
  if (current === form && !isSent) { start(form); return; }
  wroteOn = false;
  if (!current) { start(form); return; }
  event.preventDefault();
  event.stopImmediatePropagation();
  queue.push({ path: form.getAttribute("hx-post"), data: new FormData(form, event.submitter) });
};
addEventListener("submit", (event) => inTurn(event, event.target), true);
addEventListener("chosen", (event) => inTurn(event, event.target.closest("form")), true);
document.addEventListener("htmx:beforeRequest", (event) => { if (isCall(event)) isSent = true; });
document.addEventListener("htmx:afterRequest", (event) => { if (isCall(event)) next(); });
