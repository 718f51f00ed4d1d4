/* The law pages, made quicker: everything here also works by sending the form. */
"use strict";

// A form that answers while one types: its own address is fetched, and one part of the page changes.
for (const form of document.querySelectorAll("[data-live]")) {
  let timer = 0, turn = 0;
  const address = () => {
    const filled = [...new FormData(form)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(filled).toString();
    return form.action.split("#")[0].split("?")[0] + (query ? "?" + query : "");
  };
  const look = async () => {
    const mine = ++turn;
    const url = address();
    const answer = await fetch(url).catch(() => null);
    if (!answer || mine !== turn || !answer.headers.get("Content-Type")?.includes("html")) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(form.dataset.live);
    if (mine !== turn || !fresh) return;
    document.getElementById(form.dataset.live).replaceWith(fresh);
    form.querySelector("[role=status]").textContent = fresh.querySelector("[data-said]")?.textContent;
    history.replaceState(null, "", url);
  };
  const soon = (event) => {
    const typed = event.target.matches("[type=search]");
    if (event.type === "input" && !typed) return;
    clearTimeout(timer);
    const isEmpty = form.elements.on && !form.elements.on.value;
    if (!isEmpty) timer = setTimeout(look, typed ? 180 : 350);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  // Without empty fields the address is short enough to read and to share.
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

// Rows for events: one more at a press, and the fields that belong to the kind that was chosen.
for (const rows of document.querySelectorAll("[data-rows=e]")) {
  const pattern = rows.querySelector("template");
  const made = (node, number) => {
    const box = document.createElement("div");
    box.append(node.cloneNode(true));
    box.innerHTML = box.innerHTML.replace(/(["_])e0-/g, "$1e" + number + "-");
    return box.firstElementChild;
  };
  const numberOf = (row) => Number(row.querySelector("select").name.match(/\d+/)[0]);
  const add = rows.querySelector(".add");
  add.hidden = false;
  add.addEventListener("click", () => {
    const all = [...rows.querySelectorAll(".row")];
    const row = made(pattern.content.firstElementChild, Math.max(...all.map(numberOf)) + 1);
    row.querySelector(".extras").replaceChildren();
    pattern.before(row);
    row.querySelector("select").focus();
  });
  rows.addEventListener("change", (event) => {
    if (!event.target.name.endsWith("-kind")) return;
    const row = event.target.closest(".row");
    const fields = [...pattern.content.querySelectorAll("[data-kinds]")]
      .filter((field) => field.dataset.kinds.split(" ").includes(event.target.value))
      .map((field) => made(field, numberOf(row)));
    row.querySelector(".extras").replaceChildren(...fields);
  });
}
