/* The progress of a wave looks again by itself while it runs; without this file, by a link. */
"use strict";

const progress = document.getElementById("progress");
const said = document.getElementById("said");
const EVERY = 2000, SAY_EVERY = 20000;
let saidAt = 0;

function isRunning() {
  return progress.firstElementChild.dataset.running === "yes";
}

// Tell those who listen now and then, and always when it ends; never at every step.
function say() {
  const words = progress.querySelector("[data-say]").textContent;
  if (said.textContent === words || (isRunning() && Date.now() - saidAt < SAY_EVERY)) return;
  said.textContent = words;
  saidAt = Date.now();
}

async function lookAgain() {
  if (!document.hidden && !progress.contains(document.activeElement)) {
    try {
      const answer = await fetch(progress.dataset.part);
      if (answer.ok && !answer.redirected) {
        progress.innerHTML = await answer.text();
        say();
        if (!isRunning()) return location.reload();
      }
    } catch { /* the line is away; the next look may find it */ }
  }
  setTimeout(lookAgain, EVERY);
}

if (progress && isRunning()) setTimeout(lookAgain, EVERY);
