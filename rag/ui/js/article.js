// The on-load script of the article's pane; Gradio gives it `element`, `props` and `server`.
// A link of class `byline-link` names an article and a span of it. Following it shows the article,
// marks exactly that span, and brings it into view.

element.byline = { pieces, reveal }; // for reading.js, which finds its way in the same text
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let newest = 0; // counts links followed, so that one still waiting for its article gives way to the next
let origin = null; // the link followed last: where the way back leads

const back = document.createElement("button");
back.type = "button";
back.className = "byline-back";
back.textContent = "↑ Back to the answer";
back.hidden = true;
back.addEventListener("click", goBack);
element.after(back);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.byline-link");
  if (!link) return;
  event.preventDefault();
  follow(link);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && element.contains(document.activeElement)) goBack();
});

async function follow(link) {
  const { article, start, end } = link.dataset;
  const turn = ++newest;
  if (shown() !== article) {
    const html = await server.show_article(article);
    if (turn !== newest) return;
    clear();
    props.value = html;
    await drawn(article);
    if (turn !== newest) return;
  }
  clear();
  const [first] = mark(Number(start), Number(end));
  if (first) {
    link.setAttribute("aria-current", "true");
    origin = link;
    back.hidden = false;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  }
  reveal(first ?? element.firstElementChild, first ? "center" : "start");
}

function goBack() {
  clear();
  if (!origin?.isConnected) return;
  origin.focus({ preventScroll: true });
  reveal(origin, "center");
}

function shown() {
  return element.querySelector("[data-shown]")?.dataset.shown;
}

async function drawn(article) {
  for (let tries = 0; shown() !== article && tries < 300; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function clear() {
  for (const old of element.querySelectorAll("mark.byline-mark")) {
    const around = old.parentNode;
    old.replaceWith(...old.childNodes);
    around.normalize();
  }
  for (const old of document.querySelectorAll("a.byline-link[aria-current]")) {
    old.removeAttribute("aria-current");
  }
  back.hidden = true;
}

// Wrap the code points [start, end) of the snapshot in a <mark> for each piece of text that they touch.
function mark(start, end) {
  const marks = [];
  for (const block of element.querySelectorAll(".byline-text > [data-start]")) {
    const text = block.textContent;
    const before = Number(block.dataset.start);
    if (before >= end) break;
    const from = units(text, start - before);
    const to = units(text, end - before);
    for (const [node, first, last] of pieces(block, from, to)) {
      const range = document.createRange();
      range.setStart(node, first);
      range.setEnd(node, last);
      const wrapper = document.createElement("mark");
      wrapper.className = "byline-mark";
      range.surroundContents(wrapper);
      marks.push(wrapper);
    }
  }
  return marks;
}

// The text nodes of a block that hold its UTF-16 units [from, to), each with the part of it that they fill.
function pieces(block, from, to) {
  const found = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node && at < to; node = walker.nextNode()) {
    const first = Math.max(from - at, 0);
    const last = Math.min(to - at, node.length);
    if (first < last) found.push([node, first, last]);
    at += node.length;
  }
  return found;
}

// The length in UTF-16 units of the first `points` code points of a text, 0 to its whole length.
function units(text, points) {
  let length = 0;
  for (const character of text) {
    if (points-- <= 0) break;
    length += character.length;
  }
  return length;
}

// Far away the view jumps, since blocks that were never drawn have heights that are only guessed.
function reveal(target, block) {
  if (!target) return;
  const far = Math.abs(target.getBoundingClientRect().top) > 3 * window.innerHeight;
  target.scrollIntoView({ block, behavior: calm.matches || far ? "auto" : "smooth" });
  if (far) requestAnimationFrame(() => target.isConnected && target.scrollIntoView({ block, behavior: "auto" }));
}
