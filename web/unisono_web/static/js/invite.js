// @ts-check
/** How others come in: code, QR code and links, each one press away from the clipboard. */

import { byId, setText, show } from "./dom.js";
import { shownCode } from "./joinCode.js";
import { TEXTS } from "./texts.js";

const SHOWN_MS = 4000;

/** @param {import("./wire.js").Links} links */
export function showLinks(links) {
  setText(byId("code", HTMLElement), shownCode(links.code));
  const qr = byId("qr", HTMLImageElement);
  if (qr.src !== links.qr) qr.src = links.qr;
  show(qr, true);
  setText(byId("address", HTMLElement), addressOf(links.join_url));
}

/**
 * @param {string} url the join link
 * @returns {string} what to type into a phone before the code: host/j
 */
function addressOf(url) {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/**
 * @param {HTMLElement} button
 * @param {() => string | undefined} text what to copy
 */
export function copyButton(button, text) {
  const label = button.querySelector("span") ?? button;
  const words = label.textContent ?? "";
  button.addEventListener("click", async () => {
    const done = await copy(text() ?? "");
    const said = done ? TEXTS.console.copied : TEXTS.console.copyByHand;
    setText(byId("copied", HTMLElement), said);
    setText(label, said);
    setTimeout(() => setText(label, words), SHOWN_MS);
  });
}

/**
 * The clipboard of a secure page, else the old way, which plain pages in a local network have.
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByField(text);
  }
}

/**
 * @param {string} text
 * @returns {boolean}
 */
function copyByField(text) {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
