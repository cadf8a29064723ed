// Articles beside a call: one stays open while the form goes on, and a second Alt K answers by the one just opened.
const { appear } = window.firstline;
const place = () => document.getElementById("reading");
const isOpening = (event) => event.detail.elt?.matches?.("[data-opens-article]");
let [opening, answering] = [false, false];

document.addEventListener("htmx:beforeRequest", (event) => { if (isOpening(event)) [opening, answering] = [true, false]; });
document.addEventListener("htmx:afterRequest", (event) => {
  if (!isOpening(event)) return;
  opening = false;
  place()?.scrollIntoView({ block: "nearest" });
  if (answering) place()?.querySelector("[data-answers-by]")?.click();
  answering = false;
});

// The search box outlives the screen's being drawn anew, so the screen cannot mark it as the place to go on at.
appear("[data-leads-to]", (element) => document.getElementById(element.dataset.leadsTo)?.focus());

// Pressed again before the article has come, it means that article and not once more the list.
addEventListener("keydown", (event) => {
  if (!opening || !event.altKey || event.ctrlKey || event.code !== "KeyK") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  answering = true;
}, true);

// Whoever searches on looks for another article.
document.addEventListener("input", (event) => {
  if (event.target.id === "id_article_search") place()?.replaceChildren();
});

document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-closes-reading]");
  if (!closer || event.ctrlKey || event.metaKey || !closer.closest("#call, #ticket-articles")) return;
  event.preventDefault();
  place()?.replaceChildren();
});

document.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.closest(".reading")) event.target.querySelector("input[type=text]")?.focus();
}, true);
