// Where everything on the console is: [left, top, width, height] in the page, by name. What belongs
// to the people and pieces of this circle (rows, chips, figures) is left out: they come and go.
() => {
  const nameOf = ({ id, dataset: { command, signal }, classList: [first = ""], localName }) =>
    id || command || signal || `${localName}.${first}`;
  const places =
    "button, input, select, textarea, summary, a, h2, h3, .facts > div, .signals > li, " +
    ".armed-slot, .fold, #score-value, #score-word, #score-band, #ring, #phase, #now-line, #tap-words";
  const own = "#people-list, #waiting-list, #layers, #call-list, #plan-list, #ring *, .chips, #round, dialog";
  const found = [...document.querySelectorAll(places)]
    .filter((place) => !place.closest(own) || place.id === "ring")
    .filter((place) => place.checkVisibility())
    .map((place) => [nameOf(place), place]);
  const counted = new Map();
  const boxOf = (place) => {
    const { left, top, width, height } = place.getBoundingClientRect();
    return [left + scrollX, top + scrollY, width, height].map((value) => Math.round(2 * value) / 2);
  };
  return Object.fromEntries(
    found.map(([name, place]) => {
      const times = counted.get(name) ?? 0;
      counted.set(name, times + 1);
      return [`${name}/${times}`, boxOf(place)];
    }),
  );
}
