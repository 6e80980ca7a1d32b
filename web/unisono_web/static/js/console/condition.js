// @ts-check
/** How a person and their device are, in words. Pure. */

import { figureName, fill, SHAPE_NAMES, TEXTS } from "../texts.js";

/** @typedef {import("../wire.js").SeatView} SeatView */
/** @typedef {import("../wire.js").DeviceView} DeviceView */

/**
 * @param {DeviceView | undefined} device
 * @returns {string} what stands in the way of a better clock, if anything does
 */
function whyWords(device) {
  const { why, wireless } = TEXTS;
  if (device?.why) return /** @type {Record<string, string>} */ (why)[device.why] ?? "";
  return device?.wireless ? wireless : "";
}

/**
 * @param {SeatView} person
 * @param {DeviceView | undefined} device
 * @returns {string} playing · wireless sound · golden fox on a circle
 */
export function conditionWords(person, device) {
  const states = /** @type {Record<string, string>} */ (TEXTS.states);
  const devices = /** @type {Record<string, string>} */ (TEXTS.devices);
  const look = {
    shape: SHAPE_NAMES[person.colour],
    figure: figureName(person.animal, person.colour),
  };
  const words = [
    states[person.state] ?? person.state,
    whyWords(device),
    devices[person.device] ?? "",
    fill(person.name ? TEXTS.figureWithShape : TEXTS.shapeOnly, look),
  ];
  return words.filter(Boolean).join(" · ");
}
