// For the chat's pane: names it for a screen reader, and brings the last turn into view.

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
element.setAttribute("role", "log");
element.setAttribute("aria-live", "polite");
element.setAttribute("aria-label", "Questions and answers");
watch("value", () => {
  const turn = element.querySelector(".byline-turn:last-child");
  turn?.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
});
