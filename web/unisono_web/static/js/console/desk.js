// @ts-check
/** What all parts of the console share: the session, the place in the music, how cues are asked. */

import { CONSOLE } from "../consoleTexts.js";
import { localNow } from "../now.js";
import { fill, seatName } from "../texts.js";

/** @typedef {import("../wire.js").CueView["what"]} Cue */
/** @typedef {import("../circlePage.js").CirclePage} CirclePage */

export class Desk {
  /**
   * @param {Pick<CirclePage, "session" | "clock" | "sound" | "connection">} circle
   * @param {(sentence: string) => void} tell say something to whoever leads
   */
  constructor({ session, clock, sound, connection }, tell) {
    this.session = session;
    this.clock = clock;
    this.sound = sound;
    this.connection = connection;
    this.tell = tell;
    this.nameOf = this.nameOf.bind(this);
    this.layerName = this.layerName.bind(this);
  }

  /** Whether music runs that cues can land on. */
  get running() {
    return this.session.music !== null;
  }

  /** @returns {number | null} session time, once it is known */
  get nowS() {
    return this.clock.ready ? this.clock.now(localNow()) : null;
  }

  /** @returns {number | null} where the music is */
  get beat() {
    const [{ music }, nowS] = [this.session, this.nowS];
    return music && nowS !== null ? music.timeline.beatAt(nowS) : null;
  }

  /**
   * Have a cue land on the next boundary; what went another way is told by the server's words.
   * @param {Cue} what
   * @param {"bar" | "cycle"} [when]
   * @returns {Promise<boolean>}
   */
  async arm(what, when = "bar") {
    if (!this.running) {
      this.tell(CONSOLE.lobbyHint);
      return false;
    }
    return this.session.ask("cue", { what, when });
  }

  /**
   * @param {number} seat
   * @returns {string}
   */
  nameOf(seat) {
    const person = this.session.circle.get(seat);
    return person ? seatName(person) : String(seat);
  }

  /**
   * @param {number} layer from 0
   * @returns {string}
   */
  layerName(layer) {
    const name = this.session.groove?.layers[layer]?.name;
    return name || fill(CONSOLE.cues.layer, { number: layer + 1 });
  }
}

/**
 * @param {string} name of a drawing in icons.html
 * @returns {SVGSVGElement}
 */
export function glyph(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "glyph");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}
