// @ts-check
/**
 * One outline per colour, so that nobody needs to tell colours apart. Centred on 0, 0, about 24
 * out; a broad round-joined border of the same colour rounds the corners.
 *
 * The order is that of the colours on the wire: never change it, only append.
 */

/**
 * @param {number} corners
 * @param {number} radius
 * @param {number} [turnDeg] 0: a corner points up
 * @param {number} [inner] every other corner lies this far out (a star)
 * @param {number} [down] how far below the middle its centre lies
 * @returns {string} a closed path
 */
function polygon(corners, radius, turnDeg = 0, inner = radius, down = 0) {
  const points = [];
  const count = inner === radius ? corners : 2 * corners;
  for (let i = 0; i < count; i += 1) {
    const angle = ((turnDeg - 90) * Math.PI) / 180 + (2 * Math.PI * i) / count;
    const r = i % 2 && count !== corners ? inner : radius;
    points.push(`${(r * Math.cos(angle)).toFixed(2)} ${(down + r * Math.sin(angle)).toFixed(2)}`);
  }
  return `M${points.join("L")}Z`;
}

/**
 * @param {number} petals
 * @param {number} radius of the circle the petals' ends lie on
 * @param {number} bulge radius of each petal
 * @returns {string}
 */
function flower(petals, radius, bulge) {
  const ends = [];
  for (let i = 0; i <= petals; i += 1) {
    const angle = (2 * Math.PI * (i - 0.5)) / petals - Math.PI / 2;
    const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    const place = `${x.toFixed(2)} ${y.toFixed(2)}`;
    ends.push(i ? `A${bulge} ${bulge} 0 0 1 ${place}` : `M${place}`);
  }
  return `${ends.join("")}Z`;
}

/** @type {ReadonlyArray<string>} */
export const SHAPES = [
  "M0 -21A21 21 0 1 1 0 21A21 21 0 1 1 0 -21Z",
  polygon(4, 26.5, 45),
  polygon(4, 25),
  polygon(6, 22.5),
  "M-18 -19Q-9 -18 0 -22Q9 -18 18 -19V2C18 12 9 18 0 23C-9 18 -18 12 -18 2Z",
  "M0 -25C8 -17 20 -8 20 3A20 19 0 1 1 -20 3C-20 -8 -8 -17 0 -25Z",
  flower(5, 19, 11.6),
  polygon(8, 23, 0, 17.5),
  "M-9 -21H9V-9H21V9H9V21H-9V9H-21V-9H-9Z",
  polygon(3, 29, 0, 29, 5),
  polygon(5, 23),
  flower(8, 20.5, 8.2),
];

/** How far down the animal sits on shapes whose middle is not where they are widest. */
export const SHIFT_DOWN = [0, 0, 0, 0, -1, 3, 0, 0, 0, 6, 1, 0];
