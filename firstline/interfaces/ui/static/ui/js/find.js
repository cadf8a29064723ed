// Ctrl K: one line that finds anything. The page's own actions and places answer at once, the server adds the rest.
const { say, keys, Options } = window.firstline;
const dialog = document.getElementById("palette");

const local = (elements, query) => {
  const wanted = query.trim().toLowerCase();
  const seen = new Set();
  const groups = new Map([[say("actions"), []], [say("places"), []]]);
  for (const element of elements) {
    const name = keys.label(element).trim();
    if (element.matches("[data-find]") || seen.has(name) || !name.toLowerCase().includes(wanted)) continue;
    seen.add(name);
    groups.get(element.closest(".rail") ? say("places") : say("actions")).push(option(element, name));
  }
  return [...groups].filter(([, options]) => options.length).flatMap(([title, options]) => [heading(title), ...options]);
};

const heading = (title) => {
  const line = document.createElement("div");
  line.setAttribute("role", "presentation");
  line.textContent = title;
  return line;
};

const option = (element, name) => {
  const line = document.createElement("div");
  const icon = element.querySelector(".icon")?.cloneNode(true);
  const text = document.createElement("span");
  const key = document.createElement("kbd");
  line.setAttribute("role", "option");
  text.textContent = name;
  key.className = "key";
  key.textContent = element.dataset.key.split(",")[0].replace(/\b[a-z]/g, (small) => small.toUpperCase());
  line.append(...(icon ? [icon] : []), text, key);
  line.act = () => keys.act(element);
  return line;
};

const start = () => {
  const input = dialog.querySelector("#palette-input");
  const note = dialog.querySelector("[data-palette-note]");
  const options = new Options(input, dialog.querySelector("#palette-results"), (chosen, event) => {
    dialog.close();
    if (chosen.act) { chosen.act(); return; }
    const target = chosen.querySelector("a[href], button");
    if (event?.ctrlKey && target?.href) window.open(target.href); else target?.click();
  });
  let timer;

  let elements = [];

  const draw = async () => {
    const query = input.value;
    const mine = local(elements, query);
    if (!query.trim() || !dialog.dataset.url) { options.fill(mine); note.textContent = ""; return; }
    const nodes = await options.ask(dialog.dataset.url, query);
    if (!nodes) return;
    options.fill([...nodes, ...mine]);
    note.textContent = options.all.length ? say("results", { count: options.all.length }) : say("nothing_found", { text: query });
  };

  const open = () => {
    // Asked before the dialog covers the page: afterwards its actions are out of reach.
    elements = keys.bound();
    input.value = "";
    dialog.showModal();
    draw();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-find]");
    if (button && !event.ctrlKey && !event.metaKey) { event.preventDefault(); open(); }
  });
  dialog.addEventListener("click", (event) => { if (event.target.closest("a, button")) dialog.close(); });
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(draw, 110); });
  input.addEventListener("keydown", (event) => options.press(event));
};
if (dialog) start();
