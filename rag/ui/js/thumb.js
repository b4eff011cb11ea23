// For the chat's pane: a press on a thumb, and the note that may follow it.

element.addEventListener("click", (event) => {
  const thumb = event.target.closest("button.byline-thumb");
  if (!thumb || element.querySelector("[data-pending]")) return;
  const pressed = thumb.getAttribute("aria-pressed") === "true";
  trigger("judge", { index: placeOf(thumb), value: pressed ? "" : thumb.dataset.verdict });
});

element.addEventListener("submit", (event) => {
  const form = event.target.closest("form.byline-why");
  if (!form) return;
  event.preventDefault();
  const value = form.elements.note.value.trim();
  if (value && !element.querySelector("[data-pending]")) trigger("explain", { index: placeOf(form), value });
});

function placeOf(part) {
  return [...element.querySelectorAll(".byline-turn")].indexOf(part.closest(".byline-turn"));
}
