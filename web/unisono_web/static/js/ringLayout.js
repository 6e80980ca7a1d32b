// @ts-check
/**
 * Where people sit: one circle, or several inside one another when they are many. Pure.
 *
 * The field reaches from -100 to 100 both ways; the middle, up to `INNER`, is left to the beat.
 */

/** @typedef {{x: number, y: number, r: number}} Spot */

const OUTER = 97;
export const INNER = 56;
const LARGEST = 15;
const SMALLEST = 1.6;
/** Room between neighbours, as a share of a figure. */
const AIR = 1.18;

/**
 * @param {number} r radius of a figure
 * @returns {{radius: number, seats: number}[]} the circles that fit, the outermost first
 */
function circlesFor(r) {
  const circles = [];
  for (let radius = OUTER - r * AIR; radius - r >= INNER; radius -= 2 * r * AIR) {
    const half = Math.asin(Math.min(1, (r * AIR) / radius));
    circles.push({ radius, seats: Math.floor(Math.PI / half) });
  }
  return circles;
}

/**
 * @param {number} people
 * @returns {{r: number, rows: {radius: number, seats: number}[]}} as large as they fit
 */
function arrangementOf(people) {
  for (let r = LARGEST; r > SMALLEST; r *= 0.97) {
    const circles = circlesFor(r);
    const room = circles.reduce((sum, circle) => sum + circle.seats, 0);
    if (room >= people) return { r, rows: shared(people, circles, room) };
  }
  const circles = circlesFor(SMALLEST);
  return { r: SMALLEST, rows: circles };
}

/**
 * @param {number} people
 * @param {{radius: number, seats: number}[]} circles
 * @param {number} room
 * @returns {{radius: number, seats: number}[]} everybody spread evenly, the outer circle fullest
 */
function shared(people, circles, room) {
  let left = people;
  return circles.map(({ radius, seats }, i) => {
    const wanted = i === circles.length - 1 ? left : Math.ceil((people * seats) / room);
    const taken = Math.min(left, seats, wanted);
    left -= taken;
    return { radius, seats: taken };
  });
}

/**
 * @param {number} people
 * @param {number} [firstDeg] where number 0 sits: 0 is the top, 180 the bottom
 * @returns {Spot[]} a place for each, clockwise from the first
 */
export function spots(people, firstDeg = 0) {
  /** @type {Spot[]} */
  const places = [];
  const { r, rows } = arrangementOf(people);
  for (const { radius, seats } of rows) {
    for (let i = 0; i < seats; i += 1) {
      const angle = ((firstDeg - 90) * Math.PI) / 180 + (2 * Math.PI * i) / seats;
      places.push({ x: radius * Math.cos(angle), y: radius * Math.sin(angle), r });
    }
  }
  return places;
}
