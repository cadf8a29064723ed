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
