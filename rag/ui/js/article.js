// The on-load script of the article's pane; Gradio gives it `element`, `props` and `server`.
// A link of class `byline-link` names an article and a span of it. Following it shows the article,
// marks exactly that span, and brings it into view.

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
    const block = old.parentNode;
    old.replaceWith(...old.childNodes);
    block.normalize();
  }
  for (const old of document.querySelectorAll("a.byline-link[aria-current]")) {
    old.removeAttribute("aria-current");
  }
  back.hidden = true;
}

// Wrap the code points [start, end) of the snapshot in one <mark> for each block that they touch.
function mark(start, end) {
  const marks = [];
  for (const block of element.querySelectorAll(".byline-text > [data-start]")) {
    const text = block.textContent;
    const before = Number(block.dataset.start);
    const from = units(text, start - before);
    const to = units(text, end - before);
    if (from >= to) continue;
    const range = document.createRange();
    range.setStart(block.firstChild, from);
    range.setEnd(block.firstChild, to);
    const wrapper = document.createElement("mark");
    wrapper.className = "byline-mark";
    range.surroundContents(wrapper);
    marks.push(wrapper);
  }
  return marks;
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

function reveal(target, block) {
  target?.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
}
