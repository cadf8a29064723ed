// A text field with results of the server; the chosen key goes into the hidden input beside it.
const { appear, announce, say, Options } = window.firstline;
const PAUSE = 120;

appear("[data-combobox]", (box) => {
  const input = box.querySelector('[role="combobox"]');
  const list = box.querySelector('[role="listbox"]');
  const hidden = box.querySelector('input[type="hidden"]');
  let timer;

  const open = (on) => { list.hidden = !on; input.setAttribute("aria-expanded", String(on)); };

  const set = (value, text) => {
    input.value = text;
    open(false);
    if (hidden && hidden.value !== value) {
      hidden.value = value;
      hidden.dispatchEvent(new Event("change", { bubbles: true }));
    }
    box.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: { value, text } }));
  };

  const options = new Options(input, list, (option) => {
    const link = option.querySelector("a[href]");
    if (link) { link.click(); return; }
    set(option.dataset.value, option.dataset.text ?? option.textContent.trim());
  });

  const ask = async () => {
    const nodes = await options.ask(box.dataset.url, input.value);
    if (!nodes || document.activeElement !== input) return;
    options.fill(nodes);
    open(true);
    announce(say("results", { count: options.all.length }));
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (!input.value.trim()) { set("", ""); return; }
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey) return;
    if (list.hidden) {
      if (event.key === "ArrowDown") { event.preventDefault(); ask(); }
    } else if (event.key === "Escape") {
      event.preventDefault();
      open(false);
    } else options.press(event);
  });
  // Leaving closes; a press on an option must come first.
  input.addEventListener("blur", () => { clearTimeout(timer); setTimeout(() => open(false), 150); });
});
