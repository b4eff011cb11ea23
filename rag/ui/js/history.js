// For the header: the conversations that this browser keeps, and a new one. Only `byline-kept` (kept.js) adds to
// them. They are kept for one user each, newest first, and the oldest give way where the browser has no room.

const user = window.gradio_config?.username ?? "";
const KEY = `byline-chats:${user}`;
const OPEN = `byline-open:${user}`; // the chat of this tab, which comes back when the page is loaded again
const MOST = 50;
const menu = element.querySelector(".byline-history");
const list = menu.querySelector("ol");

function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((chat) => chat?.chat && Array.isArray(chat.turns)) : [];
  } catch {
    return [];
  }
}

function save(chats) {
  for (let left = chats.slice(0, MOST); ; left = left.slice(0, -1)) {
    try {
      localStorage.setItem(KEY, JSON.stringify(left));
      return;
    } catch {
      if (left.length === 0) return; // the browser keeps nothing at all
    }
  }
}

document.addEventListener("byline-kept", ({ detail: { chat, place, turn } }) => {
  const chats = load();
  const old = chats.find((one) => one.chat === chat) ?? { chat, turns: [] };
  old.turns.length = Math.min(old.turns.length, place);
  old.turns.push(turn);
  old.at = new Date().toISOString();
  save([old, ...chats.filter((one) => one.chat !== chat)]);
  sessionStorage.setItem(OPEN, chat);
});

document.addEventListener("byline-judged", ({ detail: { turn, verdict } }) => {
  const chats = load();
  const open = chats.find((one) => one.chat === sessionStorage.getItem(OPEN));
  if (!open?.turns[turn]) return;
  open.turns[turn].verdict = verdict || null;
  save(chats);
});

function reopen(chat) {
  const kept = load().find((one) => one.chat === chat);
  if (!kept) return;
  sessionStorage.setItem(OPEN, chat);
  trigger("reopen", { index: 0, value: JSON.stringify({ chat, turns: kept.turns }) });
}

function draw() {
  const chats = load();
  list.replaceChildren(...chats.map(row));
  menu.querySelector(".byline-forget").hidden = chats.length === 0;
  menu.querySelector("p").textContent = chats.length
    ? "Kept in this browser only."
    : "Nothing yet. What you ask is kept in this browser only.";
}

function row(kept) {
  const title = String(kept.turns[0]?.question ?? "").slice(0, 120);
  const open = Object.assign(document.createElement("button"), { type: "button", className: "byline-past" });
  const words = document.createElement("span");
  words.dir = "auto";
  words.textContent = title;
  const when = document.createElement("small");
  const count = kept.turns.length === 1 ? "1 question" : `${kept.turns.length} questions`;
  when.textContent = `${new Date(kept.at).toLocaleDateString()} · ${count}`;
  open.append(words, when);
  open.addEventListener("click", () => {
    close();
    reopen(kept.chat);
  });
  const drop = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  drop.className = "byline-drop";
  drop.setAttribute("aria-label", `Forget “${title}”`);
  drop.addEventListener("click", () => {
    save(load().filter((one) => one.chat !== kept.chat));
    draw();
    menu.querySelector("summary").focus();
  });
  const line = document.createElement("li");
  line.append(open, drop);
  return line;
}

function close() {
  menu.open = false;
  menu.querySelector("summary").focus();
}

menu.addEventListener("toggle", () => menu.open && draw());
menu.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) close();
});
document.addEventListener("click", (event) => {
  if (event.target.isConnected && !menu.contains(event.target)) menu.open = false;
});
menu.querySelector(".byline-forget").addEventListener("click", () => {
  save([]);
  sessionStorage.removeItem(OPEN);
  draw();
  menu.querySelector("summary").focus();
});
element.querySelector(".byline-new").addEventListener("click", () => {
  if (document.querySelector("#byline-log [data-pending]")) return;
  sessionStorage.removeItem(OPEN);
  trigger("renew", { index: 0, value: "" });
  document.querySelector("#byline-question textarea")?.focus();
});

if (!new URLSearchParams(location.hash.slice(1)).get("q")) {
  const open = sessionStorage.getItem(OPEN);
  if (open) setTimeout(() => reopen(open), 0);
}
