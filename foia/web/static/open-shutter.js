/* Enhancements only: every page works without this file. */
"use strict";

// A page shown again after trouble stands where its form was sent: give it its own address back.
if (document.body.dataset.address) history.replaceState(null, "", document.body.dataset.address);

// Open the folded part that a link points to, so that its target can be seen.
function openTarget() {
  let part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (; part; part = part.parentElement) {
    if (part.tagName === "DETAILS") part.open = true;
  }
}
addEventListener("hashchange", openTarget);
openTarget();

// Put the keyboard where the errors are explained.
document.getElementById("errors")?.focus();

// Look again while something is under way, unless the person is doing something here.
const waiting = document.querySelector("[data-look-again]");
if (waiting) {
  const lookAgain = () => {
    const busy = document.activeElement && document.activeElement.closest("form, details");
    if (!busy && !document.hidden) location.replace(location.pathname + location.search);
    else setTimeout(lookAgain, 4000);
  };
  setTimeout(lookAgain, 1000 * Number(waiting.dataset.lookAgain));
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
}

// A menu closes with Escape, and when the person goes elsewhere.
for (const menu of document.querySelectorAll("details.menu")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
}
