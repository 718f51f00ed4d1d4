/* The keys of the response desk. Every one presses a button or follows a link that is on the page. */
"use strict";

const toggle = document.querySelector("[data-toggle-keys]");
const KEPT = "desk-keys-off";

if (toggle) {
  toggle.checked = !localStorage.getItem(KEPT);
  toggle.hidden = toggle.labels[0].hidden = false;
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "yes");
  });
}

let isGone = false;
addEventListener("pageshow", () => { isGone = false; });
addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (isGone || isTyping || !toggle?.checked || event.repeat) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const meant = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!meant) return;
  event.preventDefault();
  isGone = true;
  meant.click();
});
