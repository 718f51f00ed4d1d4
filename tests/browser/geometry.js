// What is wrong with how a page lies in its window: a list of [what, which].
() => {
  const wrong = [], note = (what, which) => wrong.push([what, which]);
  const told = (it) => `${it.tagName.toLowerCase()}.${it.getAttribute("class") || ""} «${(it.textContent || it.value || "").trim().replace(/\s+/g, " ").slice(0, 60)}»`;
  const seen = (it) => it.checkVisibility({ visibilityProperty: true }) && !it.closest(".unseen, .skip, option, [hidden]");
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) note("sticks out", `${wide} px`);

  // Controls of at least 24 by 24 px, or with so much room around their middle (WCAG 2.2, 2.5.8).
  const inLine = (it) => it.tagName === "A" && getComputedStyle(it).display.startsWith("inline") && getComputedStyle(it).display !== "inline-block"
    && it.parentElement.textContent.trim().length > it.textContent.trim().length;
  const target = (it) => it.labels && it.labels.length && ["checkbox", "radio"].includes(it.type)
    ? [it, ...it.labels].map((one) => one.getBoundingClientRect()).reduce((a, b) => ({
        left: Math.min(a.left, b.left), top: Math.min(a.top, b.top), right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) }))
    : it.getBoundingClientRect();
  const controls = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((it) => seen(it) && !inLine(it)).map((it) => ({ it, box: target(it) }));
  for (const { it, box } of controls) {
    if (box.right - box.left >= 23.5 && box.bottom - box.top >= 23.5) continue;
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const crowded = controls.find((other) => other.it !== it && !other.it.contains(it) && !it.contains(other.it) &&
      Math.hypot(Math.max(other.box.left - x, 0, x - other.box.right), Math.max(other.box.top - y, 0, y - other.box.bottom)) < 12);
    if (crowded) note("too small", `${told(it)} beside ${told(crowded.it)}`);
  }

  // Lines of text: none over another, none cut off, none too long to be read.
  const lines = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pen = document.createElement("canvas").getContext("2d"), zeros = new Map();
  const zero = (font) => zeros.get(font) || zeros.set(font, ((pen.font = font), pen.measureText("0").width)).get(font);
  while (walker.nextNode()) {
    const node = walker.currentNode, it = node.parentElement;
    if (!node.data.trim() || !it || !seen(it) || it.closest("textarea, select, datalist, script")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const style = getComputedStyle(it), frame = it.closest(".scroll, .sheet-grid, .menu, pre, .lines");
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      const slack = Math.max(0, (box.height - parseFloat(style.fontSize) * 1.1) / 2);
      lines.push({ node, it, left: box.left, right: box.right, top: box.top + slack, bottom: box.bottom - slack });
      if (!frame && (box.right > window.innerWidth + 1 || box.left < -1)) note("cut off", told(it));
      const paragraph = it.closest("p, li, dd");
      if (paragraph && !frame && box.width / zero(`${style.fontWeight} ${style.fontSize} ${style.fontFamily}`) > 82 && window.innerWidth >= 1200) note("too long a line", told(paragraph));
    }
    const box = it.getBoundingClientRect();
    if (["hidden", "clip"].includes(style.overflowX) && it.scrollWidth > it.clientWidth + 1 && box.width) note("clipped", told(it));
  }
  lines.sort((a, b) => a.top - b.top);
  lines.forEach((one, at) => {
    for (let next = at + 1; next < lines.length && lines[next].top < one.bottom - 2; next++) {
      const other = lines[next];
      if (one.node === other.node || one.it.closest(".menu, .sheet-grid") || other.it.closest(".menu, .sheet-grid")) continue;
      if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 && Math.min(one.bottom, other.bottom) - other.top > 2)
        note("over one another", `${told(one.it)} and ${told(other.it)}`);
    }
  });
  return [...new Map(wrong.map((one) => [one.join(), one])).values()].slice(0, 12);
}
