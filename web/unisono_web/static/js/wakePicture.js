// @ts-check
/** A silent moving picture of a few dots, played behind the page: it keeps screens awake in Chromium. */

import { make } from "./dom.js";

const SIZE = 16;
const REDRAW_MS = 2000;

/**
 * Begin to play it; it is begun again whenever the page comes back into view.
 * @returns {{playing: Promise<void>, stop(): void}} `playing` is rejected where the browser does not
 *   play such a picture; `stop` takes it away
 */
export function makePicture() {
  const canvas = make("canvas", { width: SIZE, height: SIZE });
  const pen = canvas.getContext("2d");
  if (!pen || !canvas.captureStream) throw new Error("no moving pictures here");
  const stream = canvas.captureStream(1); // a stream of pictures only: no sound is in it
  const look = { class: "wake", "aria-hidden": "true", tabindex: -1, playsinline: true, muted: true };
  const video = make("video", look);
  video.muted = true;
  video.srcObject = stream;
  document.body.append(video);
  let dot = 0;
  const draw = () => pen.fillRect((dot = (dot + 1) % SIZE), 0, 1, 1);
  draw();
  const drawing = setInterval(draw, REDRAW_MS);
  const goOn = () => void (document.hidden || video.play().catch(() => {}));
  document.addEventListener("visibilitychange", goOn);
  const stop = () => {
    clearInterval(drawing);
    document.removeEventListener("visibilitychange", goOn);
    video.pause();
    stream.getTracks().forEach((track) => track.stop());
    video.remove();
  };
  return { playing: video.play(), stop };
}
