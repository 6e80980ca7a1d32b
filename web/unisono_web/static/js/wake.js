// @ts-check
/**
 * Keeps the screen awake while somebody plays. Browsers offer that on secure pages only; elsewhere a
 * silent moving picture does it in Chromium, and where that is not known to work the person is told.
 */

/** Ends what keeps the screen awake. */
let end = () => {};
let wanted = false;

/**
 * Ask for it, and again whenever the page comes back into view.
 * @param {() => void} [cannot] called when nothing here is known to keep the screen awake
 */
export function stayAwake(cannot = () => {}) {
  wanted = true;
  if ("wakeLock" in navigator) stayByLock();
  else playPicture(cannot).catch(cannot);
}

/** Nobody plays here any more: the screen may go dark as it likes. */
export function letSleep() {
  wanted = false;
  end();
  end = () => {};
}

/** @param {() => void} cannot */
async function playPicture(cannot) {
  const { makePicture } = await import("./wakePicture.js");
  if (!wanted) return;
  const { playing, stop } = makePicture();
  end = stop;
  await playing;
  if (navigator.vendor !== "Google Inc.") cannot();
}

function stayByLock() {
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  const ask = async () => {
    if (document.hidden) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      if (!wanted) await lock.release();
    } catch {
      // a low battery may forbid it; the circle goes on
    }
  };
  const again = () => void ask();
  document.addEventListener("visibilitychange", again);
  end = () => {
    document.removeEventListener("visibilitychange", again);
    void lock?.release();
  };
  again();
}
