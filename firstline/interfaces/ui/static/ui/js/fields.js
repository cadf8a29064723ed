// Reading and writing one field of a self-saving form, and showing its state.
const { say } = window.firstline;
const FIELD = "form[data-self-saving] .field[data-field]";

const controls = (field) => [...field.querySelectorAll(`[name="${CSS.escape(field.dataset.field)}"]`)];

const read = (field) => controls(field).flatMap((control) => {
  if (control.matches('[type="checkbox"], [type="radio"]')) return control.checked ? [control.value] : [];
  if (control.matches("select[multiple]")) return [...control.selectedOptions].map((option) => option.value);
  return [control.value];
});

const write = (field, values, text = null) => {
  for (const control of controls(field)) {
    if (control.matches('[type="checkbox"], [type="radio"]')) control.checked = values.includes(control.value);
    else if (control.matches("select[multiple]")) for (const option of control.options) option.selected = values.includes(option.value);
    else control.value = values[0] ?? "";
  }
  const shown = field.querySelector('[role="combobox"]');
  // The default value of a combobox is the text that stands for what is chosen.
  if (shown && text !== null) shown.value = shown.defaultValue = text;
};

// What a combobox shows for its key; a draft must bring back both.
const text = (field) => field.querySelector('[role="combobox"]')?.value ?? null;

const same = (some, other) => JSON.stringify(some) === JSON.stringify(other);

// The server trims: what came back from it may lack the blanks at its ends.
const alike = (some, other) => same(some.map((value) => value.trim()), other.map((value) => value.trim()));

const find = (url, name) => [...document.querySelectorAll(FIELD)].find(
  (field) => field.dataset.field === name && field.closest("form").dataset.saveUrl === url,
);

const version = (field) => field.dataset.version ?? field.closest("form").dataset.version ?? "";

const output = (field) => {
  let place = field.querySelector("output.field-state");
  if (!place) {
    place = document.createElement("output");
    place.className = "field-state";
    field.append(place);
  }
  return place;
};

// `said` is the server's <output>, or the name of words of our own.
const show = (field, state, said = state) => {
  const place = output(field);
  field.dataset.state = place.dataset.state = state;
  if (said instanceof Element) place.replaceChildren(...said.childNodes);
  else place.textContent = said ? say(said) : "";
  for (const control of controls(field)) {
    if (state === "refused") control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
};

window.firstline.fields = { FIELD, controls, read, write, text, same, alike, find, version, show };
