// What stood in the first response (`first.py`) goes when the article's pane is filled.

const first = document.getElementById("byline-first");

function filled() {
  if (!element.querySelector("[data-shown]")) return false;
  first?.remove();
  return true;
}

if (!filled()) {
  const watching = new MutationObserver(() => filled() && watching.disconnect());
  watching.observe(element, { childList: true, subtree: true });
}
