// @ts-check
/** A silent moving picture of a few dots, played behind the page: it keeps many screens awake. */

import { make } from "./dom.js";

const SIZE = 16;
const REDRAW_MS = 2000;

/**
 * Begin to play it; once it plays it is begun again whenever the page comes back into view.
 * @returns {Promise<void>} rejected where the browser does not play such a picture
 */
export async function makePicture() {
  const canvas = make("canvas", { width: SIZE, height: SIZE });
  const pen = canvas.getContext("2d");
  if (!pen || !canvas.captureStream) throw new Error("no moving pictures here");
  const look = { class: "wake", "aria-hidden": "true", tabindex: -1, playsinline: true, muted: true };
  const video = make("video", look);
  video.muted = true;
  video.srcObject = canvas.captureStream(1);
  document.body.append(video);
  let dot = 0;
  const draw = () => pen.fillRect((dot = (dot + 1) % SIZE), 0, 1, 1);
  draw();
  setInterval(draw, REDRAW_MS);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) video.play().catch(() => {});
  });
  await video.play();
}
