// For the pane that takes a visitor's question set: sends its text, so that no file is left on the server.

const input = element.querySelector("input[type=file]");

input.addEventListener("change", async () => {
  const [file] = input.files;
  if (!file) return;
  const value = JSON.stringify({ name: file.name, text: await file.text() });
  input.value = ""; // so that the same file can be chosen again
  trigger("bring", { index: 0, value });
});
