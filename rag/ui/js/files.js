// For the panel of sources: what Gradio's button for files says, and a file that is too large or empty, which is
// refused before it is sent, while the others go on; Gradio would refuse them all.

const side = document.getElementById("byline-side");
const most = Number(side.querySelector("[data-most]").dataset.most);
const words = matchMedia("(hover: none)").matches ? "Choose files" : "Drop articles here, or choose files";
let sifted = false; // what was dropped is handed on as a change, which is ours

new MutationObserver(name).observe(side, { childList: true, subtree: true });
name();

side.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type === "file" && !sifted) sift(input, [...input.files], event);
}, true);
side.addEventListener("drop", (event) => {
  const files = [...(event.dataTransfer?.files ?? [])];
  const input = side.querySelector("input[type=file]");
  if (!input || files.every((file) => file.size <= most && file.size > 0)) return;
  event.preventDefault();
  event.stopPropagation();
  const left = pick(files);
  if (!left.length) return;
  input.files = bundle(left);
  sifted = true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  sifted = false;
}, true);

// The button is drawn late, and anew after each upload; `css/side.css` shows its name in place of Gradio's words.
function name() {
  const button = document.querySelector("#byline-files button:has([data-testid=upload-text])");
  if (!button || button.dataset.words) return;
  button.dataset.words = "ours";
  button.ariaLabel = words;
}

function sift(input, files, event) {
  const left = pick(files);
  if (left.length === files.length) return;
  if (left.length) {
    input.files = bundle(left);
  } else {
    event.stopPropagation();
    input.value = "";
  }
}

function bundle(files) {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer.files;
}

function pick(files) {
  const refused = files.filter((file) => file.size > most || file.size === 0);
  const said = side.querySelector(".byline-refused") ?? document.createElement("div");
  said.className = "byline-refused";
  said.setAttribute("role", "alert");
  const list = Object.assign(document.createElement("ul"), { className: "byline-brought" });
  list.append(...refused.map((file) => {
    const item = document.createElement("li");
    item.dataset.state = "failed";
    const title = Object.assign(document.createElement("b"), { textContent: file.name, dir: "auto" });
    const why = file.size ? `it has more than ${Math.round(most / 1048576)} MiB` : "it is empty";
    item.append(title, ` Not added: ${why}`);
    return item;
  }));
  said.replaceChildren(...(refused.length ? [list] : []));
  side.querySelector("#byline-adding").before(said);
  return files.filter((file) => !refused.includes(file));
}
