// For any page without the settings' drawer: the size of its text and light or dark, as `settings.js` keeps them.

const system = window.matchMedia("(prefers-color-scheme: dark)");

system.addEventListener("change", () => setTimeout(apply, 0)); // after Gradio, which then follows the system
window.addEventListener("storage", apply);
apply();

function apply() {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("byline-settings")) ?? {};
  } catch {
    // storage is off, or holds something else
  }
  const { size = "100", look = "system" } = kept;
  document.documentElement.style.fontSize = size === "100" ? "" : `${Number(size)}%`;
  document.body.classList.toggle("dark", look === "system" ? system.matches : look === "dark");
}
