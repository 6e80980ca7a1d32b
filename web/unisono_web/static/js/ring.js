// @ts-check
/** The ring: everybody in their seat; a seat glows gently while its person plays. */

import { figure, FIGURE_RADIUS } from "./badge.js";
import { makeSvg, setText } from "./dom.js";
import { spots } from "./ringLayout.js";
import { counted, fill, figureName, TEXTS } from "./texts.js";

/** @typedef {import("./wire.js").SeatView} SeatView */
/** @typedef {{group: SVGGElement, look: string, name: SVGTextElement | null}} Drawn */
/** @typedef {{own?: number | null, names?: boolean}} RingOptions */

/** How long a seat keeps glowing after a stroke: steady players glow steadily, nothing blinks. */
const GLOW_MS = 1600;
/** With more people than this, names would only cover one another. */
const MOST_NAMES = 16;
const LONGEST_NAME = 11;
const TOP_DEG = 0;
const BOTTOM_DEG = 180;

export class Ring {
  /**
   * @param {SVGSVGElement} svg drawn into; its field is -100 to 100 both ways
   * @param {RingOptions} [options] `names`: write typed names under the figures
   */
  constructor(svg, { names = false } = {}) {
    this._svg = svg;
    this._names = names;
    this._title = makeSvg("title");
    this._layer = makeSvg("g", { class: "seats", "aria-hidden": "true" });
    svg.prepend(this._title, this._layer);
    /** @type {Map<number, Drawn>} */
    this._drawn = new Map();
    /** @type {Map<number, ReturnType<typeof setTimeout>>} */
    this._glowing = new Map();
    /** @type {number | null} */
    this._lit = null;
  }

  /**
   * @param {SeatView[]} people in the order of their seats
   * @param {number | null} [own] this page's own seat, shown at the bottom
   */
  show(people, own = null) {
    const here = new Set(people.map(({ seat }) => seat));
    for (const seat of this._drawn.keys()) if (!here.has(seat)) this._remove(seat);
    const first = Math.max(
      0,
      people.findIndex(({ seat }) => seat === own),
    );
    const turned = [...people.slice(first), ...people.slice(0, first)];
    const ownIsHere = own !== null && here.has(own);
    const places = spots(people.length, ownIsHere ? BOTTOM_DEG : TOP_DEG);
    turned.forEach((person, i) => this._place(person, places[i], people.length, own));
    const count = counted(people.length, { none: TEXTS.ring.nobody, ...TEXTS.ring });
    setText(this._title, fill(TEXTS.ring.label, { people: count }));
  }

  /** @param {Iterable<number>} seats that have just played */
  glow(seats) {
    for (const seat of seats) {
      const drawn = this._drawn.get(seat);
      if (!drawn) continue;
      clearTimeout(this._glowing.get(seat));
      drawn.group.classList.add("glows");
      this._glowing.set(
        seat,
        setTimeout(() => drawn.group.classList.remove("glows"), GLOW_MS),
      );
    }
  }

  /** @param {number | null} seat that has the light; null: nobody has */
  light(seat) {
    if (seat === this._lit) return;
    this._lit = seat;
    for (const [number, { group }] of this._drawn) group.classList.toggle("is-lit", number === seat);
  }

  /**
   * @param {SeatView} person
   * @param {import("./ringLayout.js").Spot | undefined} spot
   * @param {number} people
   * @param {number | null} own
   */
  _place(person, spot, people, own) {
    if (!spot) return;
    const { group, name } = this._drawnFor(person);
    const scale = spot.r / FIGURE_RADIUS;
    group.style.transform = `translate(${px(spot.x)}, ${px(spot.y)}) scale(${scale.toFixed(4)})`;
    group.setAttribute("class", this._classes(person, group, own));
    if (name) setText(name, people <= MOST_NAMES ? shortened(person.name) : "");
  }

  /**
   * @param {SeatView} person
   * @param {SVGGElement} group
   * @param {number | null} own
   * @returns {string}
   */
  _classes(person, group, own) {
    const glows = group.classList.contains("glows") ? " glows" : "";
    const mine = person.seat === own ? " own" : "";
    const lit = person.seat === this._lit ? " is-lit" : "";
    return `seat tint-${person.colour} is-${person.state}${mine}${lit}${glows}`;
  }

  /**
   * @param {SeatView} person
   * @returns {Drawn}
   */
  _drawnFor(person) {
    const look = `${person.animal}/${person.colour}`;
    const before = this._drawn.get(person.seat);
    if (before?.look === look) return before;
    before?.group.remove();
    const name = this._names
      ? makeSvg("text", { class: "seat-name", y: FIGURE_RADIUS + 15 })
      : null;
    const group = makeSvg(
      "g",
      { "data-seat": person.seat, "data-figure": figureName(person.animal, person.colour) },
      makeSvg("circle", { class: "halo", r: FIGURE_RADIUS + 7 }),
      figure(person.animal, person.colour),
      ...(name ? [name] : []),
    );
    this._layer.append(group);
    const drawn = { group, look, name };
    this._drawn.set(person.seat, drawn);
    return drawn;
  }

  /** @param {number} seat */
  _remove(seat) {
    this._drawn.get(seat)?.group.remove();
    this._drawn.delete(seat);
    this._glowing.delete(seat);
  }
}

/**
 * @param {string} name
 * @returns {string} no wider than its neighbours allow
 */
function shortened(name) {
  const letters = [...name];
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join("")}…` : name;
}

/**
 * @param {number} value
 * @returns {string}
 */
function px(value) {
  return `${value.toFixed(2)}px`;
}
