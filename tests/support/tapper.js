// Plays a list of taps on the pad at given moments (unix seconds). A script cannot be punctual to
// the millisecond on a busy machine, so each event says itself when it happened, as the events of
// real fingers do: its timeStamp is the wanted moment, however late the event is delivered.
async ({ moments, pad }) => {
  const target = document.querySelector(pad);
  for (const [i, unixS] of moments.entries()) {
    const at = unixS * 1000 - performance.timeOrigin;
    await new Promise((go) => setTimeout(go, Math.max(0, at - performance.now())));
    for (const kind of ["pointerdown", "pointerup"]) {
      const event = new PointerEvent(kind, {
        bubbles: true,
        cancelable: true,
        pointerId: 10 + i,
        pointerType: "touch",
        isPrimary: true,
        button: 0,
      });
      Object.defineProperty(event, "timeStamp", { value: at + (kind === "pointerup" ? 30 : 0) });
      target.dispatchEvent(event);
    }
  }
};
