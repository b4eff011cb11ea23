// For the chat's pane: brings the last turn into view, and says what became of it, once, to a screen reader.
// Other scripts have something said by an event `byline-say` of the document.

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const spoken = document.createElement("p");
spoken.id = "byline-status";
spoken.className = "byline-unseen";
spoken.setAttribute("role", "status");
element.after(spoken);
element.setAttribute("role", "log");
element.setAttribute("aria-live", "off"); // or all of a turn were read at each step of it
element.setAttribute("aria-label", "Questions and answers");

document.addEventListener("byline-say", (event) => {
  spoken.textContent = event.detail;
});

watch("value", () => {
  const turn = element.querySelector(".byline-turn:last-child");
  if (!turn) return;
  turn.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  const said = told(turn);
  if (spoken.textContent !== said) spoken.textContent = said;
});

// The stage of an answer on its way; then its first words, and how many quotes stand behind it.
function told(turn) {
  const stage = turn.querySelector("[data-pending] .byline-stage");
  if (stage) return stage.textContent;
  const first = turn.querySelector(
    ".byline-trouble, .byline-stopped, .byline-verdict, .byline-prose, .byline-table, .byline-quote",
  );
  const quotes = new Set([...turn.querySelectorAll(".byline-sources > li")].map((row) => row.value)).size;
  const behind = quotes ? ` ${quotes} ${quotes === 1 ? "quote" : "quotes"}.` : "";
  return `${first?.textContent ?? ""}${behind}`;
}
