// @ts-check
/** What everybody may see of what is asked and what is coming; people by their figures, not names. */

import { byId, setText, show } from "../dom.js";
import { localNow } from "../now.js";
import { PLAY } from "../playTexts.js";
import { figureName } from "../texts.js";
import { BreathCircle } from "./breathCircle.js";
import { dutyAt } from "./duty.js";
import { instructionFor } from "./instruction.js";
import { LyricLine } from "./lyricLine.js";
import { NowCard } from "./nowCard.js";
import { shownPhrase, Strip } from "./strip.js";

/** A stage has no section: it shows the first voice. */
const SINGS = new Set(["sing", "enter", "ledLine", "sung"]);

export class StageGuide {
  /** @param {import("../circlePage.js").CirclePage} circle */
  constructor(circle) {
    this._circle = circle;
    this._card = new NowCard();
    this._strip = new Strip();
    this._lyric = new LyricLine(() => "");
    this._breath = new BreathCircle(byId("ring", SVGSVGElement));
    circle.session.on("activity", (activity) => this._activity(activity));
    this._frame();
  }

  _frame() {
    this._draw();
    requestAnimationFrame(() => this._frame());
  }

  _draw() {
    const { session, clock, ring } = this._circle;
    const music = clock.ready ? session.music : null;
    const beat = music ? music.timeline.beatAt(clock.now(localNow())) : NaN;
    const { groove } = session;
    const activity = session.activity?.kind;
    const nameOf = (/** @type {number} */ seat) => this._name(seat);
    const viewer = { seat: null, activity, groove, nameOf };
    const duty = session.phase === "ended" ? { act: /** @type {const} */ ("ended") } : dutyAt(music, beat, viewer);
    this._card.show(instructionFor(music, beat, duty, viewer));
    this._strip.show(SINGS.has(duty.act) ? null : shownPhrase(music, beat, viewer));
    ring.light(music?.stageAt(beat) === "playing" ? music.spotlightAt(beat) : null);
    this._breath.draw(music, beat);
    this._lyric.draw(music, beat);
  }

  /** @param {number} seat */
  _name(seat) {
    const person = this._circle.session.circle.get(seat);
    return person ? figureName(person.animal, person.colour) : PLAY.somebody;
  }

  /** @param {import("../wire.js").ActivityView | null} activity */
  _activity(activity) {
    show(byId("activity", HTMLElement), Boolean(activity?.title || activity?.text));
    setText(byId("activity-title", HTMLElement), activity?.title ?? "");
    setText(byId("activity-text", HTMLElement), activity?.text ?? "");
  }
}
