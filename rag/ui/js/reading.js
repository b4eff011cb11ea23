// For the article's pane, after article.js: find in the article, the quotes of one speaker, and a question about
// selected words. What is found is a list of ranges, through which the two arrows go.

const { pieces, reveal } = element.byline;
const FOUND = "byline-found";
const HERE = "byline-here";
const MOST_WORDS = 300; // characters of a selection that go into a question
let found = []; // ranges, in the article's order
let at = -1;
let typing = 0;

function part(name) {
  return element.querySelector(`.byline-${name}`);
}

element.addEventListener("input", (event) => {
  if (!event.target.matches(".byline-find input")) return;
  clearTimeout(typing);
  typing = setTimeout(() => find(event.target.value), 150);
});
element.addEventListener("submit", (event) => {
  if (!event.target.matches(".byline-find")) return;
  event.preventDefault();
  if (found.length) step(1);
  else find(event.target.querySelector("input").value);
});
element.addEventListener("keydown", (event) => {
  const people = event.target.closest(".byline-people");
  if (event.key === "Escape" && people?.open) {
    event.stopPropagation();
    people.open = false;
    people.querySelector("summary").focus();
  }
  if (!event.target.matches(".byline-find input")) return;
  if (event.key === "Enter" && event.shiftKey && found.length) {
    event.preventDefault();
    step(-1);
  }
  if (event.key === "Escape") {
    event.stopPropagation();
    forget();
  }
});
document.addEventListener("click", (event) => {
  const people = part("people");
  if (people?.open && !people.contains(event.target)) people.open = false;
});
element.addEventListener("click", (event) => {
  const only = event.target.closest(".byline-only");
  if (only) showOnly(only);
  if (only || event.target.closest(".byline-saying")) part("people").open = false;
  if (event.target.closest(".byline-prev")) step(-1);
  if (event.target.closest(".byline-next")) step(1);
  if (event.target.closest(".byline-done")) {
    forget();
    part("find").querySelector("input").focus();
  }
});
new MutationObserver(() => forget()).observe(element, {
  attributes: true,
  attributeFilter: ["data-shown"],
  subtree: true,
});

function find(words) {
  const wanted = words.trim();
  forget(words);
  if (!wanted) return;
  const literal = wanted.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`);
  const pattern = new RegExp(literal, "giu");
  for (const block of element.querySelectorAll(".byline-text > [data-start]")) {
    for (const match of block.textContent.matchAll(pattern)) {
      found.push(rangeOf(block, match.index, match.index + match[0].length));
    }
  }
  tell("");
  if (found.length) step(1);
}

function rangeOf(block, from, to) {
  const held = pieces(block, from, to);
  const range = document.createRange();
  range.setStart(held[0][0], held[0][1]);
  range.setEnd(held.at(-1)[0], held.at(-1)[2]);
  return range;
}

function showOnly(button) {
  const wasOn = button.getAttribute("aria-pressed") === "true";
  forget();
  if (wasOn) return;
  button.setAttribute("aria-pressed", "true");
  element.dataset.only = button.dataset.who;
  for (const span of element.querySelectorAll(`.byline-by[data-who="${button.dataset.who}"]`)) {
    span.classList.add("byline-theirs");
    const range = document.createRange();
    range.selectNodeContents(span);
    found.push(range);
  }
  tell(`Quotes of ${button.dataset.name}`);
  step(1);
}

function step(by) {
  at = (at + by + found.length) % found.length;
  const block = found[at].startContainer.parentElement;
  reveal(block, "center");
  paint();
  tell(part("steps").dataset.what ?? "");
}

function paint() {
  if (!CSS.highlights) return; // an older browser shows where, and marks nothing
  CSS.highlights.set(FOUND, new Highlight(...(element.dataset.only ? [] : found)));
  CSS.highlights.set(HERE, new Highlight(...(found[at] ? [found[at]] : [])));
}

function tell(what) {
  const steps = part("steps");
  steps.hidden = false;
  steps.dataset.what = what;
  const place = found.length ? `${at < 0 ? 1 : at + 1} of ${found.length}` : "Not found";
  steps.querySelector(".byline-count").textContent = what ? `${what}: ${place}` : place;
  for (const arrow of steps.querySelectorAll(".byline-prev, .byline-next")) arrow.disabled = found.length < 2;
}

function forget(words = "") {
  found = [];
  at = -1;
  CSS.highlights?.delete(FOUND);
  CSS.highlights?.delete(HERE);
  delete element.dataset.only;
  for (const span of element.querySelectorAll(".byline-theirs")) span.classList.remove("byline-theirs");
  for (const only of element.querySelectorAll(".byline-only")) only.setAttribute("aria-pressed", "false");
  const box = part("find")?.querySelector("input");
  if (box && box.value !== words) box.value = words;
  if (part("steps")) part("steps").hidden = true;
}

// Selected words of the article go into the question box, to be asked as they are or written on.
const askAbout = document.createElement("button");
askAbout.type = "button";
askAbout.className = "byline-about";
askAbout.textContent = "Ask about this";
askAbout.hidden = true;
element.after(askAbout);

document.addEventListener("selectionchange", offer);
document.addEventListener("scroll", offer, { capture: true, passive: true });

// Beside the end of what is selected, for as long as that is in view.
function offer() {
  const words = selected();
  const lines = words ? window.getSelection().getRangeAt(0).getClientRects() : [];
  const last = lines[lines.length - 1];
  askAbout.hidden = !last || last.bottom < 0 || last.top > window.innerHeight;
  if (askAbout.hidden) return;
  askAbout.style.top = `${Math.min(last.bottom + 8, window.innerHeight - askAbout.offsetHeight - 8)}px`;
  askAbout.style.left = `${Math.max(8, Math.min(last.left, window.innerWidth - askAbout.offsetWidth - 8))}px`;
}

askAbout.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
askAbout.addEventListener("click", () => {
  const words = selected();
  const box = document.querySelector("#byline-question textarea");
  if (!words || !box || box.disabled) return;
  box.value = `What does the article say about “${words}”?`;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  window.getSelection().removeAllRanges();
  box.focus();
});
function selected() {
  const selection = window.getSelection();
  const text = element.querySelector(".byline-text");
  if (!text || selection.isCollapsed || !selection.rangeCount) return "";
  if (!text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return "";
  const words = selection.toString().replace(/\s+/g, " ").trim();
  return words.length <= MOST_WORDS ? words : `${words.slice(0, MOST_WORDS).replace(/\s\S*$/, "")} …`;
}
