// Rows of criteria change places: dragged by their handle, or with Alt and the arrow keys.
let dragged = null;

const clear = () => {
  for (const row of document.querySelectorAll("[data-criteria-row]")) { delete row.dataset.drop; delete row.dataset.dragged; }
};

// The form of the buttons takes any place; without script the buttons do it alone.
const move = (row, position) => {
  const form = row.querySelector("form[data-move]");
  const place = form.querySelector('input[name="position"]');
  place.disabled = false;
  place.value = String(position);
  form.requestSubmit();
};

document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.(".handle")?.closest("[data-criteria-row]");
  if (!row) return;
  dragged = row;
  row.dataset.dragged = "";
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", row.id);
  event.dataTransfer.setDragImage(row, 12, 12);
});

document.addEventListener("dragover", (event) => {
  const row = dragged && event.target.closest?.("[data-criteria-row]");
  if (!row) return;
  event.preventDefault();
  const box = row.getBoundingClientRect();
  for (const other of document.querySelectorAll("[data-criteria-row][data-drop]")) if (other !== row) delete other.dataset.drop;
  row.dataset.drop = event.clientY < box.top + box.height / 2 ? "before" : "behind";
});

document.addEventListener("drop", (event) => {
  const row = dragged && event.target.closest?.("[data-criteria-row]");
  if (!row) return;
  event.preventDefault();
  const rows = [...document.querySelectorAll("[data-criteria-row]")].filter((one) => one !== dragged);
  const place = rows.indexOf(row) + (row.dataset.drop === "behind" ? 2 : 1);
  if (row !== dragged) move(dragged, place);
});

document.addEventListener("dragend", () => { clear(); dragged = null; });

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !/^Arrow(Up|Down)$/.test(event.key)) return;
  const row = document.activeElement?.closest?.("[data-criteria-row]");
  const button = row?.querySelector(event.key === "ArrowUp" ? "[data-up]" : "[data-down]");
  if (!row) return;
  event.preventDefault();
  if (!button) return;
  button.focus();
  button.click();
});
