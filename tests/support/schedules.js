// The beat on which a cue changes this page's own schedule; null where nothing does. Read from what
// the page plays by (`unisonoProbe.run`), not from what it was told of the cue.
({ kind, beat }) => {
  const { run } = globalThis.unisonoProbe;
  if (!run) return null;
  const starts = {
    tempo: run.segments.map(([beat0]) => beat0),
    meter: run.meters.map(([beat0]) => beat0),
    call: run.calls.map(({ beat0 }) => beat0),
    dialogue: run.calls.map(({ beat0 }) => beat0),
    sing: run.songs.map(({ beat0 }) => beat0),
    breath: run.breaths.map(({ beat0 }) => beat0),
    stop: [run.stop_beat === null ? null : run.stop_beat - (run.stop_how === "last" ? 1 : 0)],
  };
  const found = starts[kind] ?? run.scenes.map(([beat0]) => beat0);
  return found.includes(beat) ? beat : null;
};
