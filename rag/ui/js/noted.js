// For the unseen pane that takes the words on a judgement to their answer.

watch("value", () => {
  const word = element.querySelector("[data-turn]");
  const turn = document.querySelectorAll("#byline-log .byline-turn")[word?.dataset.turn];
  if (!turn) return;
  const { verdict } = word.dataset;
  for (const thumb of turn.querySelectorAll(".byline-thumb")) {
    thumb.setAttribute("aria-pressed", String(thumb.dataset.verdict === verdict));
  }
  turn.querySelector(".byline-noted").textContent = word.textContent;
  const form = turn.querySelector(".byline-why");
  form.hidden = !("asks" in word.dataset);
  if (form.hidden) form.reset();
  const detail = { turn: Number(word.dataset.turn), verdict };
  document.dispatchEvent(new CustomEvent("byline-judged", { detail }));
});
