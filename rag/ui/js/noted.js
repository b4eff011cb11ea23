// For the unseen pane that takes the notes on a thumb to their answers.

watch("value", () => {
  const note = element.querySelector("[data-turn]");
  const turn = document.querySelectorAll("#byline-log .byline-turn")[note.dataset.turn];
  turn.querySelector(".byline-thumb").setAttribute("aria-pressed", note.dataset.pressed);
  turn.querySelector(".byline-noted").textContent = note.textContent;
});
