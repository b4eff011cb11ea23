// For the pane of examples over the box.

element.addEventListener("click", (event) => {
  const value = event.target.closest("button")?.textContent;
  const busy = document.querySelector("#byline-log [data-pending]");
  if (value && !busy) trigger("select", { index: 0, value });
});
