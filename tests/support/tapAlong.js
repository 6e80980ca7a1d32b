// Taps along with the clicks of the sound check, as its recorder hears them, always so much after the
// beat: by touches on its pad, or by a key on whatever has the focus.
async ({ delayS, by }) => {
  const { onsets } = globalThis.recordedSounds();
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const before = onsets.length;
  while (onsets.length < before + 3) await pause(20);
  await pause(300);
  const { anchors } = globalThis.recordedSounds();
  const last = onsets[onsets.length - 1];
  const shifts = anchors.map(([card, unix]) => unix - card).sort((a, b) => a - b);
  const heardS = last.frame / last.rate + shifts[Math.floor(shifts.length / 2)];
  const pad = document.querySelector('[data-testid="check-pad"]');
  const tap = {
    touch: () => pad.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })),
    key: () =>
      document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key: " ", code: "Space", bubbles: true, cancelable: true }),
      ),
  }[by];
  for (let beat = 2; pad.isConnected && beat < 90; beat += 1) {
    const dueMs = (heardS + (beat * 60) / 90 + delayS) * 1000 - performance.timeOrigin;
    while (performance.now() < dueMs - 8) await pause(Math.max(0, dueMs - 8 - performance.now()));
    while (performance.now() < dueMs);
    tap();
  }
};
