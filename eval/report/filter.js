// Shows the questions that the form asks for, and keeps the form in the address: #show=failures&kind=fact&text=…
// The page is a plain list of <details> without it.
"use strict";
const form = document.getElementById("filter");
const cards = [...document.querySelectorAll("details.question")];
const failures = ["wrong", "abstained", "failed"];
const texts = new Map();

function textOf(card) {
  if (!texts.has(card)) {
    const parts = [...card.querySelectorAll(".asked, .complaint, .turn, .columns, .facts")];
    texts.set(card, parts.map((part) => part.textContent).join("\n").toLowerCase());
  }
  return texts.get(card);
}

function wanted(card, show, kind, words) {
  const outcome = card.dataset.outcome;
  if (show === "failures" ? !failures.includes(outcome) : show && outcome !== show) return false;
  if (kind && card.dataset.kind !== kind) return false;
  return words.every((word) => textOf(card).includes(word));
}

function apply() {
  const { show, kind, text } = form.elements;
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const card of cards) {
    card.hidden = !wanted(card, show.value, kind.value, words);
    if (!card.hidden) count += 1;
  }
  document.getElementById("shown").textContent = `${count} of ${cards.length}`;
  document.getElementById("none").hidden = count > 0;
  label();
}

function remember() {
  const kept = new URLSearchParams();
  for (const name of ["show", "kind", "text"]) {
    const value = form.elements[name].value;
    if (value) kept.set(name, value);
  }
  history.replaceState(null, "", `${location.pathname}${location.search}#${kept.toString() || "questions"}`);
}

// An address is a filter where it holds "=", and an anchor otherwise, which leaves the filter as it is.
function restore(first) {
  const address = location.hash.slice(1);
  if (address.includes("=")) {
    const kept = new URLSearchParams(address);
    for (const name of ["show", "kind", "text"]) {
      const field = form.elements[name];
      field.value = kept.get(name) || "";
      if (name === "show" && !field.value) field[0].checked = true;
      if (name === "kind" && field.selectedIndex < 0) field.value = "";
    }
    apply();
    document.getElementById("questions").scrollIntoView({ behavior: first ? "instant" : "auto" });
    return;
  }
  if (first) apply();
  const card = document.getElementById(address)?.closest("details.question");
  if (card) {
    card.hidden = false;
    card.open = true;
    document.getElementById(address).scrollIntoView({ block: "nearest" });
  }
}

const unfold = document.getElementById("unfold");
const inView = () => cards.filter((card) => !card.hidden);
const anyOpen = () => inView().some((card) => card.open);
function label() {
  unfold.textContent = anyOpen() ? "Close all" : "Open all";
}

unfold.addEventListener("click", () => {
  const open = !anyOpen();
  for (const card of inView()) card.open = open;
  label();
});
document.getElementById("list").addEventListener("toggle", label, true);
form.addEventListener("input", () => { apply(); remember(); });
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", () => restore(false));
addEventListener("beforeprint", () => { for (const card of inView()) card.open = true; });
form.hidden = false;
restore(true);
document.documentElement.dataset.ready = "";
