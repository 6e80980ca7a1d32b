// @ts-check
/** Keeps the screen awake while somebody plays, where the browser knows how. */

/** Ask for it, and again whenever the page comes back into view. */
export function stayAwake() {
  if (!("wakeLock" in navigator)) return;
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
