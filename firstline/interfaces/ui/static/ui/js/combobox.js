// A text field with results of the server; the chosen key goes into the hidden input beside it.
const { appear, announce, say, Options } = window.firstline;
const PAUSE = 120;

appear("[data-combobox]", (box) => {
  const input = box.querySelector('[role="combobox"]');
  const list = box.querySelector('[role="listbox"]');
  const hidden = box.querySelector('input[type="hidden"]');
  const field = box.closest(".field[data-field]");
  let [timer, closing, asking, entered] = [0, 0, false, false];
  let decided = () => {};

  const open = (on) => {
    clearTimeout(closing);
    list.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
  };

  // Enter came before the answer: what is sent meanwhile (open the ticket) waits for the choice.
  const enter = () => {
    entered = true;
    input.dataset.entered = "";
    window.firstline.saving.hold(new Promise((resolve) => { decided = resolve; }));
  };
  const forget = () => {
    entered = false;
    delete input.dataset.entered;
    decided();
  };

  const set = (value, text) => {
    input.value = input.defaultValue = text;
    forget();
    open(false);
    if (field?.dataset.state === "unchosen") window.firstline.fields.show(field, "");
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
    clearTimeout(timer);
    [timer, asking] = [0, true];
    const nodes = await options.ask(box.dataset.url, input.value);
    if (!nodes) return;
    asking = false;
    if (document.activeElement !== input && !entered) return;
    options.fill(nodes);
    open(true);
    announce(say("results", { count: options.all.length }));
    if (entered && options.active) options.choose(options.active);
    if (document.activeElement !== input) open(false);
    forget();
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = 0;
    forget();
    if (!input.value.trim()) { set("", ""); return; }
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey) return;
    // Whoever is quicker than the answer gets the first option of it.
    if (event.key === "Enter" && (timer || asking)) {
      event.preventDefault();
      enter();
      if (timer) ask();
    } else if (list.hidden) {
      if (event.key === "ArrowDown") { event.preventDefault(); ask(); }
    } else if (event.key === "Escape") {
      event.preventDefault();
      open(false);
    } else options.press(event);
  });
  // A text that stands for nothing must not look as if it did. (Where the text itself is the field, it may stand.)
  const check = () => {
    const loose = field && input.name !== field.dataset.field && input.value.trim() !== input.defaultValue.trim();
    if (loose && document.activeElement !== input) window.firstline.fields.show(field, "unchosen", "not_chosen");
  };
  // Leaving closes; a press on an option must come first.
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    timer = 0;
    closing = setTimeout(() => { open(false); check(); }, 150);
  });
  if (document.activeElement === input && input.value.trim() && input.value !== input.defaultValue) ask();
});
