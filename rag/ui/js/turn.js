// For the chat's pane: edit a question and ask again, copy an answer, copy a link to a question, open one.

element.addEventListener("click", (event) => {
  const button = event.target.closest("button.byline-tool");
  const turn = button?.closest(".byline-turn");
  if (!turn) return;
  if (button.matches(".byline-copy")) copy(button, button.dataset.copy, "Copied");
  if (button.matches(".byline-share")) copy(button, linkTo(turn), "Link copied");
  if (button.matches(".byline-edit")) edit(turn, button);
});

function questionOf(turn) {
  const heading = turn.querySelector(".byline-question");
  return heading.textContent.slice(heading.querySelector(".byline-unseen").textContent.length);
}

// The page's address with the question behind a #, which no server gets to see.
function linkTo(turn) {
  const asked = new URLSearchParams({ q: questionOf(turn) });
  if (turn.dataset.asked) asked.set("article", turn.dataset.asked);
  return `${location.origin}${location.pathname}#${asked}`;
}

async function copy(button, text, done) {
  let said = done;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    said = copied(text) ? done : "The browser does not allow to copy";
  }
  const label = button.getAttribute("aria-label");
  button.dataset.done = said;
  document.dispatchEvent(new CustomEvent("byline-say", { detail: `${said}.` }));
  button.focus({ preventScroll: true });
  setTimeout(() => {
    delete button.dataset.done;
    button.setAttribute("aria-label", label);
  }, 1600);
}

// The old way, for a page that is neither on this machine nor over TLS.
function copied(text) {
  const box = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(box);
  box.select();
  const worked = document.execCommand("copy");
  box.remove();
  return worked;
}

function edit(turn, button) {
  if (element.querySelector("[data-pending], .byline-editing")) return;
  const heading = turn.querySelector(".byline-asked");
  const turns = [...element.querySelectorAll(".byline-turn")];
  const index = turns.indexOf(turn);
  const below = turns.length - 1 - index;
  const form = document.createElement("form");
  form.className = "byline-editing";
  const box = Object.assign(document.createElement("textarea"), { value: questionOf(turn), rows: 2 });
  box.maxLength = 2000;
  box.setAttribute("aria-label", "Edit the question");
  box.dir = "auto";
  const ask = Object.assign(document.createElement("button"), { type: "submit", textContent: "Ask again" });
  const leave = Object.assign(document.createElement("button"), { type: "button", textContent: "Cancel" });
  const note = document.createElement("p");
  if (below) note.textContent = below === 1 ? "The answer below it goes." : `The ${below} answers below it go.`;
  form.append(box, ask, leave, note);
  heading.hidden = true;
  heading.after(form);
  box.focus();
  box.select();
  const close = () => {
    form.remove();
    heading.hidden = false;
  };
  leave.addEventListener("click", () => {
    close();
    button.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave.click();
    if (event.key === "Enter" && !event.shiftKey && event.target === box) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = box.value.trim();
    if (!value) return;
    close();
    trigger("again", { index, value });
  });
}

// A question in the page's address is asked once, and taken out of it, so that to load the page again asks none.
function openLink() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const value = asked.get("q")?.trim();
  if (!value) return;
  history.replaceState(null, "", location.pathname + location.search);
  trigger("linked", { index: asked.get("article") ?? "", value });
}

window.addEventListener("hashchange", openLink);
setTimeout(openLink, 0); // when the page's other parts are there
