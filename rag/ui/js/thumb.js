// For the chat's pane: a press on a thumb.

element.addEventListener("click", (event) => {
  const thumb = event.target.closest("button.byline-thumb");
  if (!thumb || element.querySelector("[data-pending]")) return;
  const turns = [...element.querySelectorAll(".byline-turn")];
  const index = turns.indexOf(thumb.closest(".byline-turn"));
  trigger("select", { index, value: thumb.getAttribute("aria-pressed") !== "true" });
});
