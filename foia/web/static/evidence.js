/* Drawing a box on a page with the pointer; without this file words and lines do the same. */
"use strict";

const sheet = document.querySelector("[data-draw]");
const told = document.querySelector("#cover [name=box]");
const said = document.querySelector("[data-drawn]");
if (sheet && told) {
  const box = document.createElement("div");
  box.className = "drawn-box";
  box.hidden = true;
  sheet.append(box);
  let from = null;
  const at = (event) => {
    const frame = sheet.getBoundingClientRect();
    const share = (value, size) => Math.min(Math.max(value / size, 0), 1);
    return [share(event.clientX - frame.left, frame.width), share(event.clientY - frame.top, frame.height)];
  };
  sheet.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    from = at(event);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = at(event);
    const [left, right] = [from[0], to[0]].sort((a, b) => a - b);
    const [top, bottom] = [from[1], to[1]].sort((a, b) => a - b);
    box.hidden = false;
    box.style.left = `${100 * left}%`;
    box.style.top = `${100 * top}%`;
    box.style.width = `${100 * (right - left)}%`;
    box.style.height = `${100 * (bottom - top)}%`;
    const shares = [left, top, right, bottom].map((share) => share.toFixed(5));
    told.value = right > left && bottom > top ? shares.join(",") : "";
  });
  sheet.addEventListener("pointerup", () => {
    from = null;
    said.hidden = !told.value;
    document.querySelector("#cover [name=reason]").focus();
  });
}
