// The panel of sources: it opens and closes, finds and orders, and tells the server what was pressed.
// Gradio draws the list anew after most presses; what was typed, chosen and focused is put back then.

const page = document.getElementById("byline");
const side = document.getElementById("byline-side");
const kept = { words: "", order: "title", focus: null };
let opener = null; // what opened the panel: where the focus returns to

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-panel]");
  if (button) press(button);
  for (const menu of element.querySelectorAll(".byline-more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !page.hasAttribute("data-side")) return;
  if (!side.contains(event.target) && event.target !== document.body) return; // a press on no button leaves the body
  const menu = event.target.closest(".byline-more[open]");
  if (event.target.matches(".byline-new-title")) return;
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else {
    close();
  }
});

element.addEventListener("input", (event) => {
  if (event.target.type !== "search") return;
  kept.words = event.target.value;
  find();
});

element.addEventListener("change", (event) => {
  const target = event.target;
  if (target.matches("select")) {
    kept.order = target.value;
    order();
  } else if (target.closest(".byline-every")) {
    for (const row of rows()) if (!row.hidden) box(row).checked = target.checked;
    ask();
  } else if (target.type === "checkbox") {
    ask();
  }
});

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  const row = button.closest(".byline-row");
  const menu = button.closest(".byline-more");
  if (menu) menu.open = false;
  const done = button.dataset.do;
  kept.focus = row?.dataset.id ?? "";
  if (done === "rename") rename(row);
  else if (done === "only") only(row);
  else tell(done, row);
  if (done === "open" && matchMedia("(max-width: 899px)").matches) close(false);
});

element.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.matches(".byline-more")) event.target.scrollIntoView({ block: "nearest" });
}, true);

watch("value", drawn);
drawn();

function press(button) {
  const wanted = button.dataset.panel;
  if (wanted === "close" || (wanted === "" && page.hasAttribute("data-side") && button.closest("#byline-header"))) {
    close();
    return;
  }
  opener = button;
  page.setAttribute("data-side", "");
  expanded(true);
  const way = side.querySelector("#byline-ways [role=tab][aria-selected=true]");
  const first = side.querySelector("[data-panel=close]");
  (wanted === "add" ? way ?? first : first).focus();
}

function close(back = true) {
  page.removeAttribute("data-side");
  expanded(false);
  if (back) (opener?.isConnected ? opener : document.querySelector("#byline-header [data-panel]")).focus();
}

function expanded(open) {
  for (const button of document.querySelectorAll("#byline-header [data-panel]")) {
    button.setAttribute("aria-expanded", String(open));
  }
}

function rows() {
  return [...element.querySelectorAll(".byline-row")];
}

function box(row) {
  return row.querySelector("input[type=checkbox]");
}

function tell(done, row, more = {}) {
  trigger("select", { index: 0, value: { do: done, id: row?.dataset.id ?? "", ...more } });
}

function ask() {
  every();
  const ids = rows().filter((row) => box(row).checked).map((row) => row.dataset.id);
  tell("ask", null, { ids });
}

function only(row) {
  for (const other of rows()) box(other).checked = other === row;
  ask();
  row.querySelector(".byline-source-title").focus();
}

function every() {
  const all = element.querySelector(".byline-every input");
  if (!all) return;
  const seen = rows().filter((row) => !row.hidden);
  const ticked = seen.filter((row) => box(row).checked).length;
  all.checked = ticked === seen.length && ticked > 0;
  all.indeterminate = ticked > 0 && ticked < seen.length;
}

// The title becomes a box; Enter gives the new one, Escape leaves the old.
function rename(row) {
  const title = row.querySelector(".byline-source-title");
  const input = Object.assign(document.createElement("input"), {
    className: "byline-new-title", value: row.dataset.title, maxLength: 300, ariaLabel: "New title",
  });
  title.hidden = true;
  title.after(input);
  input.focus();
  input.select();
  let ended = false; // a box that goes loses the focus, which ends it again
  const end = (back) => {
    if (ended) return;
    ended = true;
    input.remove();
    title.hidden = false;
    if (back) title.focus();
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") end(true);
    if (event.key !== "Enter") return;
    const words = input.value.trim();
    end(true);
    if (words !== row.dataset.title) tell("rename", row, { title: words });
  });
  input.addEventListener("blur", () => end(false));
}

function drawn() {
  const search = element.querySelector("input[type=search]");
  if (!search) return;
  search.value = kept.words;
  element.querySelector("select").value = kept.order;
  for (const button of document.querySelectorAll('#byline-header [data-panel=""]')) {
    button.textContent = `Sources (${rows().length})`;
  }
  order();
  find();
  if (kept.focus !== null && page.hasAttribute("data-side")) {
    const row = rows().find((one) => one.dataset.id === kept.focus);
    const undo = element.querySelector(".byline-undo");
    (undo ?? row?.querySelector(".byline-source-title"))?.focus({ preventScroll: !undo });
    kept.focus = null;
  }
}

function find() {
  const words = kept.words.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows()) {
    const text = `${row.dataset.title} ${row.textContent}`.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    count += !row.hidden;
  }
  const label = element.querySelector(".byline-every span");
  label.textContent = words.length ? "Ask all found" : `Ask all ${rows().length}`;
  element.querySelector(".byline-found").textContent = words.length ? `${count} found` : "";
  every();
}

function order() {
  const key = kept.order;
  const latest = key === "published" || key === "added";
  const list = element.querySelector(".byline-rows");
  const by = new Intl.Collator(undefined, { numeric: true });
  const sorted = rows().sort((a, b) => {
    const [one, other] = latest ? [b, a] : [a, b];
    const empty = (a.dataset[key] === "") - (b.dataset[key] === "");
    return empty || by.compare(one.dataset[key], other.dataset[key]) || by.compare(a.dataset.title, b.dataset.title);
  });
  const focused = document.activeElement;
  list.append(...sorted);
  if (list.contains(focused)) focused.focus({ preventScroll: true });
}
