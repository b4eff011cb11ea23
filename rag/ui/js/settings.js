// For the settings' pane: opens the drawer, keeps what is chosen in this browser, does what can be done here
// (size of text, light or dark), and sends the server the rest.

const KEY = "byline-settings";
const drawer = element.querySelector(".byline-drawer");
const form = drawer.querySelector("form");
const health = drawer.querySelector(".byline-health");
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const atFirst = new Map(radios().filter((radio) => radio.checked).map((radio) => [radio.name, radio.value]));

document.addEventListener("click", (event) => {
  if (event.target.closest(".byline-settings-opener")) open();
  else if (event.target === drawer) drawer.close(); // beside it, on its backdrop
});

form.addEventListener("change", () => {
  keep();
  apply();
});

drawer.querySelector(".byline-reset").addEventListener("click", () => {
  choose(atFirst);
  keep();
  apply();
});

window.addEventListener("storage", (event) => {
  if (event.key !== KEY) return; // another tab of this browser
  choose(kept());
  apply();
});

dark.addEventListener("change", () => setTimeout(look, 0)); // after Gradio, which then follows the system

choose(kept());
look();
setTimeout(apply, 0); // when the page's other parts are there

function open() {
  drawer.showModal();
  if (!health) return;
  health.textContent = "Asking it how it is…";
  server.health().then(
    (told) => { health.textContent = told; },
    () => { health.textContent = ""; },
  );
}

function radios() {
  return [...form.querySelectorAll("input[type=radio]")];
}

function chosen() {
  return new Map(radios().filter((radio) => radio.checked).map((radio) => [radio.name, radio.value]));
}

// What is not offered any more is left as it was at first.
function choose(values) {
  for (const radio of radios()) if (atFirst.get(radio.name) === radio.value) radio.checked = true;
  for (const radio of radios()) if (values.get(radio.name) === radio.value) radio.checked = true;
}

function kept() {
  try {
    return new Map(Object.entries(JSON.parse(localStorage.getItem(KEY)) ?? {}));
  } catch {
    return new Map(); // storage is off, or holds something else
  }
}

function keep() {
  const changed = [...chosen()].filter(([name, value]) => atFirst.get(name) !== value);
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(changed)));
  } catch {
    // storage is off: it holds until the page is left
  }
}

let sent = "";
function apply() {
  look();
  for (const radio of radios()) {
    const effect = radio.closest("fieldset").querySelector(".byline-effect");
    if (radio.checked && effect && effect.textContent !== radio.dataset.effect) {
      effect.textContent = radio.dataset.effect;
    }
  }
  const now = chosen();
  const value = JSON.stringify({
    writer: now.get("writer") ?? "usual",
    strictness: now.get("strictness"),
    passages: now.get("passages") ? Number(now.get("passages")) : null,
  });
  if (value === sent) return;
  sent = value;
  trigger("wish", { index: 0, value });
}

function look() {
  const now = chosen();
  document.documentElement.style.fontSize = now.get("size") === "100" ? "" : `${now.get("size")}%`;
  const wanted = now.get("look");
  document.body.classList.toggle("dark", wanted === "system" ? dark.matches : wanted === "dark");
}
