// For the panel of sources: a file that is too large or empty is refused before it is sent, and the others go on;
// Gradio would refuse them all.

const side = document.getElementById("byline-side");
const most = Number(side.querySelector("[data-most]").dataset.most);
let sifted = false; // what was dropped is handed on as a change, which is ours
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
  const said = side.querySelector(".byline-refused") ?? document.createElement("ul");
  said.className = "byline-refused byline-brought";
  said.setAttribute("role", "alert");
  said.replaceChildren(...refused.map((file) => {
    const item = document.createElement("li");
    item.dataset.state = "failed";
    const name = Object.assign(document.createElement("b"), { textContent: file.name, dir: "auto" });
    const why = file.size ? `it has more than ${Math.round(most / 1048576)} MiB` : "it is empty";
    item.append(name, ` Not added: ${why}`);
    return item;
  }));
  side.querySelector("#byline-adding").before(said);
  return files.filter((file) => !refused.includes(file));
}
