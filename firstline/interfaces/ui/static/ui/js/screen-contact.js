// The call screen is drawn anew while somebody goes on typing: what they type, and where they are, stays with them.
let asked = null;
let typed = null;

const unchosen = (element) => element?.matches?.('#call [role="combobox"]') && element.value !== element.defaultValue;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target?.id === "call") asked = document.activeElement;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "call") return;
  const here = document.activeElement;
  typed = unchosen(here) && here !== asked ? { id: here.id, text: here.value } : null;
  // Whoever has gone on to another field is not called back from it.
  if (here !== asked && here !== document.body) {
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
  typed = null;
});
