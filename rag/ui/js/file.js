// For the unseen pane that takes a file: the browser saves it.

watch("value", () => {
  const sent = element.querySelector("[data-name]");
  if (!sent) return;
  const bytes = Uint8Array.from(atob(sent.textContent), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: sent.dataset.type }));
  const link = Object.assign(document.createElement("a"), { href: address, download: sent.dataset.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
});
