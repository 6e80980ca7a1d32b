// @ts-check
/**
 * The secret by which this browser gets its own seat back, one for each circle.
 *
 * It is made here, before the first connection, so that no lost answer can cost anybody a place.
 */

import { keep, recall } from "./storage.js";

/**
 * @typedef {object} Place
 * @property {string} key
 * @property {string} [code] of the circle, once it has let this person in
 * @property {string} [name]
 * @property {number} [animal]
 * @property {number} [colour]
 */

const MOST_PLACES = 40;

/**
 * @param {string} door the join token or the code by which somebody comes in
 * @returns {Place} their place, with a new key at a first visit
 */
export function placeFor(door) {
  const places = allPlaces();
  const known = places[door];
  if (known) return known;
  const place = { key: randomKey() };
  remember(door, place);
  return place;
}

/**
 * @param {string} door
 * @param {Place} place
 */
export function remember(door, place) {
  const { [door]: _, ...others } = allPlaces();
  const rows = Object.entries(others).slice(1 - MOST_PLACES);
  keep("places", Object.fromEntries([...rows, [door, place]]));
}

/** @param {string} door whose place is given up for good */
export function forgetPlace(door) {
  const { [door]: _, ...others } = allPlaces();
  keep("places", others);
}

/** @returns {Record<string, Place>} */
function allPlaces() {
  return recall("places", {});
}

/** @returns {string} 16 random bytes in base64url */
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
