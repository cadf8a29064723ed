// The step that is due takes its digits (a choice), y and n while it has the keyboard; Enter sends a text.
const { typing } = window.firstline;

document.addEventListener("keydown", (event) => {
  const step = event.target.closest?.(".guide-step");
  if (!step || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey && event.target.matches("[data-enter-sends]")) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (typing(event.target) || !/^[\da-z]$/.test(event.key)) return;
  const button = step.querySelector(`[data-digit~="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  button.click();
}, true);

// Whoever opens the way to skip a step says why at once.
document.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.closest?.(".guide-step")) event.target.querySelector("input[name=reason]")?.focus();
}, true);

// A key that leads to several buttons chooses none of them.
document.addEventListener("click", (event) => {
  if (event.target.matches?.("[data-takes-focus]")) event.target.querySelector("button")?.focus();
});
