// A list of options under an input: which one is active, and asking the server for them as one types.
const { say } = window.firstline;

class Options {
  constructor(input, list, choose) {
    Object.assign(this, { input, list, choose, asked: 0 });
    list.addEventListener("pointermove", (event) => this.mark(event.target.closest('[role="option"]'), false));
    list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      // A link in an option does what links do.
      if (option && !event.target.closest("a, button")) choose(option);
    });
  }

  get all() { return [...this.list.querySelectorAll('[role="option"]')]; }
  get active() { return this.list.querySelector('[role="option"][aria-selected="true"]'); }

  mark(option, scroll = true) {
    if (!option || option === this.active) return;
    for (const other of this.all) other.setAttribute("aria-selected", String(other === option));
    this.input.setAttribute("aria-activedescendant", option.id);
    if (scroll) option.scrollIntoView({ block: "nearest" });
  }

  step(by) {
    const { all } = this;
    const next = all.indexOf(this.active) + by;
    this.mark(all[(next + all.length) % all.length]);
  }

  fill(nodes) {
    this.list.replaceChildren(...nodes);
    this.all.forEach((option, index) => {
      option.id ||= `${this.list.id}-${index}`;
      option.setAttribute("aria-selected", "false");
    });
    this.input.removeAttribute("aria-activedescendant");
    this.mark(this.all[0], false);
  }

  // Resolves to the nodes of the answer, or null when a later question has overtaken this one.
  async ask(url, query) {
    const asked = ++this.asked;
    const target = new URL(url, location.href);
    target.searchParams.set("q", query);
    try {
      const response = await fetch(target, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(8000) });
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      return asked === this.asked ? [...page.body.childNodes] : null;
    } catch {
      if (asked !== this.asked) return null;
      const note = document.createElement("p");
      note.textContent = say("search_failed");
      return [note];
    }
  }

  // Arrow keys and Enter; true when the key was meant for the list.
  press(event) {
    if (event.key === "ArrowDown") this.step(1);
    else if (event.key === "ArrowUp") this.step(-1);
    else if (event.key === "Enter" && this.active) this.choose(this.active, event);
    else return false;
    event.preventDefault();
    return true;
  }
}

window.firstline.Options = Options;
