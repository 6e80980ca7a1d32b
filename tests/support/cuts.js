// What is cut off, leaves the screen or leaves its own box, in the page or the dialog that is open;
// one sentence each. Whatever scrolls by itself is whole; so is what ends in dots by design (`may`).
(screenWidth, may = "") => {
  const NEAR = 2;
  const PART = 0.3; // of a line's height; the boxes of letters are higher than a tight line
  const hidden = `.unseen:not(:focus), svg, option, select, datalist, noscript, [aria-hidden=true], .ripples${may}`;
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  const root = dialog ?? document.body;
  const out = new Set();
  const nameOf = ({ id, className, localName }) => `${localName}${id ? `#${id}` : `.${className}`}`;
  const isShown = (element) =>
    (dialog || !element.closest("dialog")) &&
    !element.closest(hidden) &&
    element.checkVisibility({ visibilityProperty: true });
  const wide = document.documentElement.scrollWidth - screenWidth;
  if (wide > 0) out.add(`the page is ${wide} px too wide`);

  const boxOf = (rects) => ({
    left: Math.min(...rects.map(({ left }) => left)),
    right: Math.max(...rects.map(({ right }) => right)),
    top: Math.min(...rects.map(({ top }) => top)),
    bottom: Math.max(...rects.map(({ bottom }) => bottom)),
    line: rects[0].height,
  });
  const textOf = function* () {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { currentNode: node } = walker;
      const { parentElement: element } = node;
      if (!node.data.trim() || !isShown(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter(({ width, height }) => width && height);
      if (rects.length) yield { element, words: node.data.trim().slice(0, 40), box: boxOf(rects) };
    }
  };
  const lookAt = ({ element, words, box }) => {
    const scrolls = { x: false, y: false };
    let aside = false; // what is placed by itself may stand outside the ground it belongs to
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (/^(?:inline|contents)$/u.test(style.display)) continue;
      const frame = around.getBoundingClientRect();
      const ground = !aside && (style.backgroundColor !== "rgba(0, 0, 0, 0)" || parseFloat(style.borderTopWidth) > 0);
      aside ||= /absolute|fixed/u.test(style.position);
      const holds = (axis) => (/hidden|clip/u.test(axis) || ground) && !/auto|scroll/u.test(axis);
      const beside = Math.max(frame.left - box.left, box.right - frame.right);
      const beyond = Math.max(frame.top - box.top, box.bottom - frame.bottom);
      if (holds(style.overflowX) && !scrolls.x && beside > NEAR) {
        out.add(`“${words}” leaves ${nameOf(around)} sideways`);
      }
      if (holds(style.overflowY) && !scrolls.y && beyond > PART * box.line) {
        out.add(`“${words}” leaves ${nameOf(around)} by ${Math.round(beyond)} px`);
      }
      scrolls.x ||= /auto|scroll/u.test(style.overflowX);
      scrolls.y ||= /auto|scroll/u.test(style.overflowY);
    }
    if (!scrolls.x && (box.left < -NEAR || box.right > screenWidth + NEAR)) {
      out.add(`“${words}” leaves the screen`);
    }
  };
  for (const text of textOf()) lookAt(text);

  const scrollsSideways = (element) => {
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
      if (/auto|scroll/u.test(getComputedStyle(around).overflowX)) return true;
    }
    return false;
  };
  for (const control of root.querySelectorAll("button, a, input, select, textarea, summary")) {
    if (!(dialog || !control.closest("dialog")) || control.closest(".unseen:not(:focus)")) continue;
    if (!control.checkVisibility({ visibilityProperty: true }) || scrollsSideways(control)) continue;
    const { left, right } = control.getBoundingClientRect();
    if (left < -NEAR || right > screenWidth + NEAR) out.add(`${nameOf(control)} leaves the screen`);
  }

  // the chosen words of a list: as wide as in a span of the same letters, beside the arrow
  const ARROW_PX = 17;
  const probe = document.createElement("span");
  document.body.append(probe);
  for (const list of root.querySelectorAll(`select:not([multiple])${may ? `:not(${may.slice(2)})` : ""}`)) {
    if (!(dialog || !list.closest("dialog")) || !list.checkVisibility()) continue;
    const { font, letterSpacing, wordSpacing, paddingLeft, paddingRight } = getComputedStyle(list);
    const words = list.selectedOptions[0]?.textContent.trim() ?? "";
    Object.assign(probe.style, { font, letterSpacing, wordSpacing, position: "fixed", whiteSpace: "pre", visibility: "hidden" });
    probe.textContent = words;
    const room = list.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - ARROW_PX;
    if (probe.getBoundingClientRect().width > room + NEAR) out.add(`“${words}” has no room in ${nameOf(list)}`);
  }
  probe.remove();
  return [...out];
}
