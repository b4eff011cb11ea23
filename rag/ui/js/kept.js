// For the unseen pane through which the last turn comes to the browser, which keeps it (history.js).

watch("value", () => {
  const kept = element.querySelector("[data-chat]");
  if (!kept) return;
  const { chat, place } = kept.dataset;
  const detail = { chat, place: Number(place), turn: JSON.parse(kept.textContent) };
  document.dispatchEvent(new CustomEvent("byline-kept", { detail }));
});
