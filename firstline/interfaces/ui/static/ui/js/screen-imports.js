// Imports: a file that is too large is told before it is sent.
document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("input[type=file][data-most-bytes]")) return;
  const size = target.files[0]?.size ?? 0;
  target.setCustomValidity(size > Number(target.dataset.mostBytes) ? target.dataset.tooLarge : "");
  target.reportValidity();
});
