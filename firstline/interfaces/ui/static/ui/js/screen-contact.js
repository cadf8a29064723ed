// The call screen is drawn anew while somebody goes on typing: what they type, and where they are, stays with them.
let [sender, was, typed] = [null, null, null];

const isCall = (event) => event.detail.target?.id === "call";
const unchosen = (element) => element?.matches?.('#call [role="combobox"]') && element.value !== element.defaultValue;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (isCall(event)) [sender, was] = [event.detail.elt, document.activeElement];
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isCall(event)) return;
  const here = document.activeElement;
  const isKept = unchosen(here) && !sender?.contains(here);
  typed = isKept ? { id: here.id, text: here.value, entered: "entered" in here.dataset } : null;
  // Whoever has gone on to another field, or is in the middle of one, is not called back from it.
  if (isKept || (here !== was && here !== document.body)) {
    event.detail.serverResponse = event.detail.serverResponse.replaceAll(" data-focus", "");
  }
});

// Not earlier: only now is the new combobox alive.
document.addEventListener("htmx:afterSettle", () => {
  const input = typed && document.getElementById(typed.id);
  if (!input) return;
  input.value = typed.text;
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
  if (typed.entered) input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  typed = null;
});
