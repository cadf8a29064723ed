// Writing articles: what is not saved survives a crash of the browser, and a link is put where the cursor stands.
const { appear, drafts } = window.firstline;
const PAUSE = 500;

appear("form[data-kept-draft]", (form) => {
  const address = form.getAttribute("action") || location.pathname;
  const seen = form.dataset.seen;
  const texts = [...form.querySelectorAll("textarea, input[type=text][name]")];
  const first = new Map(texts.map((text) => [text, text.value]));
  for (const text of texts) {
    const kept = drafts.of(address, text.name);
    // What was typed over an older version must not silently replace a newer one.
    if (kept && kept.seen !== seen) drafts.drop(address, text.name);
    else if (kept && kept.text !== text.value) {
      text.value = kept.text;
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  let timer = 0;
  const keep = () => {
    for (const text of texts) {
      if (text.value === first.get(text)) drafts.drop(address, text.name);
      else drafts.keep(address, text.name, { text: text.value, seen });
    }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, PAUSE); });
  // A version that was saved is seen from then on; a new article has none to tell its drafts apart.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (seen === "new") for (const text of texts) drafts.drop(address, text.name);
  });
});

appear("[data-inserts]", (box) => {
  box.addEventListener("chosen", (event) => {
    const text = document.getElementById(box.dataset.inserts);
    if (!event.detail.value || !text) return;
    text.focus();
    text.setRangeText(event.detail.value, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    box.querySelector("input").value = "";
  });
});
