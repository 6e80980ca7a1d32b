// Where a cue changes this page's own schedule, and how long before that the page heard of it:
// [beat, seconds]. Waits until it has heard; null where nothing came. The beat is read from what the
// page plays by, not from what it was told of the cue; the seconds lie between the very moment at
// which the page heard of it (`unisonoProbe.runs`) and the moment of the beat, both in session time,
// and so do not depend on when somebody looks.
async ({ cue, kind, beat, waitMs }) => {
  const { runs } = globalThis.unisonoProbe;
  const landing = (run) => {
    const starts = {
      tempo: run.segments.map(([beat0]) => beat0),
      meter: run.meters.map(([beat0]) => beat0),
      call: (run.calls ?? []).map(({ beat0 }) => beat0),
      dialogue: (run.calls ?? []).map(({ beat0 }) => beat0),
      sing: (run.songs ?? []).map(({ beat0 }) => beat0),
      breath: (run.breaths ?? []).map(({ beat0 }) => beat0),
      stop: [run.stop_beat === null ? null : run.stop_beat - (run.stop_how === "last" ? 1 : 0)],
    };
    const found = starts[kind] ?? run.scenes.map(([beat0]) => beat0);
    return found.includes(beat) ? beat : null;
  };
  // Tempi do not move evenly in these tests: each holds until the next begins.
  const momentOf = ({ segments }) => {
    const [beat0, time0, bpm] = segments.filter(([from]) => from < beat).at(-1) ?? segments[0];
    return time0 + ((beat - beat0) * 60) / bpm;
  };
  const untilMs = performance.now() + waitMs;
  for (;;) {
    const told = runs.find(({ run }) => run.cues?.some((row) => row.cue === cue)) ?? runs.at(-1);
    const found = told ? landing(told.run) : null;
    if (found !== null) return [found, momentOf(told.run) - told.heardS];
    if (performance.now() > untilMs) return null;
    await new Promise((go) => setTimeout(go, 25));
  }
};
