// A ticket's screen: says that one looks at it, and keeps what is being written until it is sent.
const { appear, drafts } = window.firstline;
const BEAT = 15000;

// Every 15 seconds while the page can be seen, and at once when somebody begins to write.
appear("[data-looks]", (place) => {
  let writing = false;
  const beat = () => {
    if (document.hidden || !window.htmx || !place.isConnected) return;
    window.htmx.ajax("POST", place.dataset.looks, { target: place, swap: "innerHTML", values: { writing: writing ? "1" : "" } });
  };
  document.addEventListener("input", (event) => {
    const begun = event.target.closest?.(".composer form") && event.target.value;
    if (begun && !writing) { writing = true; beat(); }
  });
  document.addEventListener("visibilitychange", beat);
  setInterval(() => {
    writing = [...document.querySelectorAll(".composer form textarea")].some((text) => text.value && !text.disabled);
    beat();
  }, BEAT);
  setTimeout(beat, 300);
});

// What is not sent yet survives a crash of the browser; once it is sent a fresh form takes its place.
const address = (form) => form.getAttribute("action");
appear("[data-draft]", (form) => {
  for (const text of form.querySelectorAll("textarea")) {
    const kept = drafts.of(address(form), text.name);
    if (kept?.text && !text.value) text.value = kept.text;
  }
});
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-draft]");
  if (form && event.target.matches("textarea")) drafts.keep(address(form), event.target.name, { text: event.target.value });
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig?.elt;
  if (!form?.matches?.("[data-draft]") || event.detail.xhr.responseURL.endsWith(address(form))) return;
  for (const text of form.querySelectorAll("textarea")) drafts.drop(address(form), text.name);
});

// Choosing what to write, again too, puts the cursor there: at once, or as soon as the form has come.
let wanted = false;
const write = () => {
  const visible = [...document.querySelectorAll(".composer .panel textarea, .composer .panel select")].find((one) => one.checkVisibility());
  wanted = !visible;
  visible?.focus();
};
document.addEventListener("click", (event) => {
  if (event.target.matches?.('.composer input[name="writing"]')) write();
});
document.addEventListener("htmx:afterSettle", () => {
  const here = document.activeElement;
  if (wanted && (here === document.body || here.name === "writing")) write();
});
