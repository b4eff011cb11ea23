// For the chat's pane, whose `select` is the thumb's: a press on a suggestion.

element.tabIndex = -1;
element.addEventListener("click", (event) => {
  const suggestion = event.target.closest("button.byline-suggestion");
  if (!suggestion || element.querySelector("[data-pending]")) return;
  element.focus({ preventScroll: true }); // the button goes when the chat is drawn anew
  trigger("example_select", { index: 0, value: suggestion.textContent });
});
