"use strict";
// Opens a term's card on hover, focus and tap, and lights up what belongs together. Without it a term is a link to its entry in the list.
const root = document.documentElement;
const card = document.getElementById("card");
const [leave, close] = [card.querySelector("a"), card.querySelector("button")];
const gloss = document.getElementById("switch");
let opener = null;
let pinned = false;
let timer = 0;
let quiet = false;

for (const term of document.querySelectorAll(".t")) {
  term.tabIndex = 0;
  for (const [name, value] of [["role", "button"], ["aria-haspopup", "dialog"], ["aria-expanded", "false"], ["aria-controls", "card"]]) term.setAttribute(name, value);
}

function light(element) {
  for (const old of document.querySelectorAll(".lit")) old.classList.remove("lit");
  const pair = element && element.dataset.pair;
  if (pair) for (const twin of document.querySelectorAll(`[data-pair="${pair}"]`)) twin.classList.add("lit");
}

function fill(term) {
  document.getElementById("card-title").textContent = term.textContent;
  for (const name of ["how", "note", "receipt"]) {
    const line = card.querySelector("." + name);
    // a suffix keeps its hyphen: "-nya" is not to be broken behind it
    line.textContent = (term.dataset[name] || "").replace(/(^|\s)-(?=\p{L})/gu, "$1\u2011");
    line.hidden = !line.textContent;
  }
  for (const name of ["bad", "failed"]) card.classList.toggle(name, term.classList.contains(name));
  const entry = term.hash && document.getElementById(term.hash.slice(1));
  const body = card.querySelector(".body");
  body.replaceChildren();
  if (entry) {
    const copy = entry.querySelector(".entry").cloneNode(true);
    for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
    body.append(copy);
  }
  leave.hidden = !entry;
  leave.href = entry ? "#" + entry.id : "#terms";
}

function place(anchor) {
  card.style.left = card.style.top = "";
  const box = anchor.getClientRects()[0];
  if (matchMedia("(max-width: 40rem)").matches) {
    const hidden = anchor.getBoundingClientRect().bottom + 12 - (innerHeight - card.offsetHeight);
    if (hidden > 0 && pinned) scrollBy(0, hidden);
    return;
  }
  const below = box.bottom + 8;
  const top = below + card.offsetHeight < innerHeight - 8 ? below : Math.max(8, box.top - 8 - card.offsetHeight);
  const left = Math.max(12, Math.min(box.left, root.clientWidth - card.offsetWidth - 12));
  card.style.top = top + scrollY + "px";
  card.style.left = left + scrollX + "px";
}

function open(term, pin, anchor = term) {
  clearTimeout(timer);
  if (opener && opener !== term) opener.setAttribute("aria-expanded", "false");
  if (opener !== term || card.hidden) fill(term);
  opener = term;
  pinned = pin;
  term.setAttribute("aria-expanded", "true");
  card.hidden = false;
  light(term);
  place(anchor);
  if (pin) card.focus({preventScroll: true});
}

function shut(back) {
  clearTimeout(timer);
  if (!opener) return;
  const term = opener;
  opener = null;
  pinned = false;
  card.hidden = true;
  term.setAttribute("aria-expanded", "false");
  light(null);
  if (back) {
    quiet = true;
    term.focus({preventScroll: true});
    quiet = false;
  }
}

function later(action, wait) {
  clearTimeout(timer);
  timer = setTimeout(action, wait);
}

function source(element) {
  return element.matches(".t") ? element : document.querySelector(`.t[data-pair="${element.dataset.pair}"]`);
}

document.addEventListener("pointerover", event => {
  if (event.pointerType === "touch" || pinned) return;
  if (card.contains(event.target)) return clearTimeout(timer);
  const element = event.target.closest(".t, .u[data-pair]");
  if (element) {
    light(element);
    later(() => open(source(element), false, element), 150);
  } else if (opener && opener !== document.activeElement) later(() => shut(false), 250);
  else if (!opener) {
    clearTimeout(timer);
    light(null);
  }
});

document.addEventListener("focusin", event => {
  const term = event.target.closest(".t");
  if (quiet || pinned && card.contains(event.target)) return;
  if (term && term.matches(":focus-visible")) open(term, false);
  else if (opener && !card.contains(event.target)) shut(false);
});

document.addEventListener("click", event => {
  const element = event.target.closest(".t, .u[data-pair]");
  if (element) {
    event.preventDefault();
    const term = source(element);
    if (pinned && opener === term) shut(true);
    else open(term, true, element);
  } else if (event.target === close) shut(true);
  else if (event.target === leave || !card.contains(event.target)) shut(false);
});

document.addEventListener("keydown", event => {
  const term = event.target.closest(".t");
  if (event.key === "Escape") shut(card.contains(document.activeElement));
  else if (term && (event.key === " " || event.key === "Enter")) {
    event.preventDefault();
    term.click();
  } else if (event.key === "Tab" && card.contains(event.target)) {
    const back = event.shiftKey && (event.target === card || event.target === leave || leave.hidden);
    if (back || !event.shiftKey && event.target === close) shut(true);
    if (back) event.preventDefault();
  }
});

addEventListener("resize", () => shut(false));

if (gloss) {
  gloss.hidden = false;
  gloss.addEventListener("click", () => {
    const on = gloss.getAttribute("aria-checked") !== "true";
    gloss.setAttribute("aria-checked", String(on));
    root.classList.toggle("plain", !on);
  });
}
