// For the chat's pane: a marker that is pointed at, or has the focus, shows its quote beside it.

const card = document.createElement("div");
card.id = "byline-preview";
card.className = "byline-preview";
card.setAttribute("role", "tooltip");
card.hidden = true;
document.querySelector("#byline").append(card);
let shownBy = null;
let waiting = 0;

element.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const marker = event.target.closest(".byline-marker");
  if (!marker || marker === shownBy) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => show(marker), 150);
});
element.addEventListener("pointerout", (event) => {
  if (event.target.closest(".byline-marker")) leave();
});
card.addEventListener("pointerover", () => clearTimeout(waiting));
card.addEventListener("pointerout", leave);
element.addEventListener("focusin", (event) => {
  const marker = event.target.closest(".byline-marker");
  if (marker?.matches(":focus-visible")) show(marker);
});
element.addEventListener("focusout", hide);
element.addEventListener("scroll", hide, { passive: true });
document.addEventListener("click", () => {
  clearTimeout(waiting);
  hide();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});

function leave() {
  clearTimeout(waiting);
  waiting = setTimeout(hide, 200); // time to move onto the card
}

function show(marker) {
  clearTimeout(waiting);
  hide();
  const { article, start, end } = marker.dataset;
  const same = `[data-article="${CSS.escape(article)}"][data-start="${start}"][data-end="${end}"]`;
  const quote = marker.closest(".byline-turn")?.querySelector(`.byline-quote${same}`);
  const row = quote?.closest("li, .byline-statement");
  if (!row || row.contains(marker)) return; // the quote stands right beside it
  const words = document.createElement("blockquote");
  words.dir = "auto";
  words.textContent = quote.textContent;
  const voice = row.querySelector(".byline-voice").cloneNode(true);
  card.replaceChildren(words, voice);
  card.hidden = false;
  marker.setAttribute("aria-describedby", card.id);
  shownBy = marker;
  const at = marker.getBoundingClientRect();
  const width = card.offsetWidth;
  const above = at.top - card.offsetHeight - 6; // where it hides none of the quotes below
  card.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
  card.style.top = `${above < 8 ? at.bottom + 6 : above}px`;
}

function hide() {
  shownBy?.removeAttribute("aria-describedby");
  shownBy = null;
  card.hidden = true;
}
