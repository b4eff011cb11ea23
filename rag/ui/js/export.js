// For the pane that holds the menu of formats.

const menu = element.querySelector(".byline-export");
document.addEventListener("click", (event) => {
  if (!menu.contains(event.target)) menu.open = false;
});
menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
menu.addEventListener("click", (event) => {
  const value = event.target.closest("button")?.dataset.format;
  if (!value) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  trigger("select", { index: 0, value });
});
