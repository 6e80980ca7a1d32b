// @ts-check
/**
 * Keeps the screen awake while somebody plays. Browsers offer that on secure pages only; elsewhere a
 * silent moving picture does it on many phones, and where neither works the person is told.
 */

/**
 * Ask for it, and again whenever the page comes back into view.
 * @param {() => void} [cannot] called when nothing here keeps the screen awake
 */
export function stayAwake(cannot = () => {}) {
  if ("wakeLock" in navigator) stayByLock();
  else playPicture().catch(cannot);
}

async function playPicture() {
  const { makePicture } = await import("./wakePicture.js");
  await makePicture();
}

function stayByLock() {
  const ask = async () => {
    if (document.hidden) return;
    try {
      await navigator.wakeLock.request("screen");
    } catch {
      // a low battery may forbid it; the circle goes on
    }
  };
  document.addEventListener("visibilitychange", () => void ask());
  void ask();
}
