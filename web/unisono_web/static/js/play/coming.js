// @ts-check
/** Coming in, being away, leaving: what the page shows for how we stand with the server. */

import { badge } from "../badge.js";
import { byId, setText, show } from "../dom.js";
import { Entrance } from "../entrance.js";
import { fill, seatName, TEXTS } from "../texts.js";
import { shownCode } from "../joinCode.js";

/** @typedef {import("../circlePage.js").CirclePage} CirclePage */
/** @typedef {import("../session.js").Standing} Standing */

const HAND_IN_MS = 500;

export class Coming {
  /**
   * @param {Entrance} entrance
   * @param {CirclePage} circle
   * @param {import("./tapping.js").Tapping} tapping
   * @param {import("../pad.js").Pad} pad
   * @param {Promise<void>} led done when what leads a person is there to hear the circle
   */
  constructor(entrance, circle, tapping, pad, led) {
    this._entrance = entrance;
    this._circle = circle;
    this._tapping = tapping;
    this._pad = pad;
    this._led = led;
    const { session, connection } = circle;
    session.on("welcome", (body) => this._welcomed(body));
    session.on("standing", (standing) => this._stood(standing));
    session.on("circle", () => this._showMe());
    byId("waiting-back", HTMLButtonElement).addEventListener("click", () => {
      connection.close();
      entrance.askAgain();
    });
    byId("again", HTMLButtonElement).addEventListener("click", () => location.reload());
    this._leaving();
  }

  /** The person goes in. */
  enter() {
    const { connection } = this._circle;
    this._tapping.begin(this._entrance.place.key);
    if (connection.isOpen) connection.close();
    this._sayStanding("connecting");
    void this._led.then(() => connection.open());
    this._pad.open = true; // whoever comes back plays on at once; the taps wait for their seat
  }

  /** @param {import("../wire.js").Welcome} body */
  _welcomed({ upto, code }) {
    this._tapping.welcome(upto);
    const me = this._circle.session.mySeat;
    if (me) this._entrance.entered(code, me);
    const title = fill(TEXTS.home.circleOf, { code: shownCode(code) });
    setText(byId("play-title", HTMLElement), title);
  }

  /** @param {Standing} standing */
  _stood(standing) {
    const { session, driver } = this._circle;
    const here = standing === "here";
    this._pad.open = here || (standing === "lost" && session.seat !== null);
    driver.seated = here;
    const handingIn = standing === "gone" && session.reason === "ended";
    this._tapping.seated = here || handingIn;
    if (handingIn) this._closeWhenHandedIn();
    document.body.dataset.standing = standing;
    if (standing === "waiting") this._entrance.waiting();
    if (standing === "refused") this._refused();
    if (standing === "gone" || standing === "moved") this._farewell(standing);
    this._sayStanding(standing);
  }

  /** @param {Standing} standing said beside the figure, but where the door says it itself */
  _sayStanding(standing) {
    const before = document.body.dataset.step !== "play" && standing === "connecting";
    const words = before || this._circle.session.isOver ? "" : TEXTS.standing[standing];
    setText(byId("standing", HTMLElement), words);
  }

  /** Stay connected until every tap is safe with the server; with none left at once. */
  _closeWhenHandedIn() {
    if (this._tapping.waiting) setTimeout(() => this._closeWhenHandedIn(), HAND_IN_MS);
    else this._circle.connection.close();
  }

  _refused() {
    const { session, connection } = this._circle;
    connection.close();
    if (session.reason === "not_allowed") this._startAnew();
    const { refusals } = TEXTS;
    const known = /** @type {Record<string, string>} */ (refusals)[session.reason];
    const sentence = known ?? refusals.other;
    if (session.reason === "unknown_door") this._entrance.askForCode(sentence);
    else this._entrance.askAgain(sentence);
  }

  _startAnew() {
    this._entrance.forgetMe();
    this._tapping.forget();
  }

  /** @param {"gone" | "moved"} standing */
  _farewell(standing) {
    const { session } = this._circle;
    this._tapping.persist();
    if (session.reason === "removed") this._startAnew();
    const me = session.mySeat;
    if (me) {
      const figure = badge(me.animal, me.colour, "badge large");
      byId("farewell-figure", HTMLElement).replaceChildren(figure);
    }
    const moved = standing === "moved";
    const title = moved ? TEXTS.farewell.moved : TEXTS.farewell.thanks;
    setText(byId("farewell-title", HTMLElement), title);
    setText(byId("farewell-words", HTMLElement), moved ? TEXTS.standing.moved : session.sentence);
    show(byId("again", HTMLElement), moved || session.reason === "left");
    this._entrance.farewell();
    byId("farewell-title", HTMLElement).focus();
  }

  _showMe() {
    const { session } = this._circle;
    const me = session.mySeat;
    if (!me) return;
    this._entrance.rememberMe(session.code, me);
    byId("me-figure", HTMLElement).replaceChildren(badge(me.animal, me.colour));
    setText(byId("me-name", HTMLElement), seatName(me));
  }

  _leaving() {
    const dialog = byId("leaving", HTMLDialogElement);
    const [offer, words] = [byId("keep-taps", HTMLElement), byId("keep-taps-words", HTMLElement)];
    const { record } = this._tapping;
    byId("leave", HTMLButtonElement).addEventListener("click", () => {
      dialog.returnValue = "";
      show(offer, record.length > 0);
      setText(words, "");
      dialog.showModal();
    });
    byId("keep-taps-go", HTMLButtonElement).addEventListener("click", async () => {
      const { saveTaps } = await import("./tapFile.js");
      setText(words, saveTaps(record, this._circle.session.code));
    });
    dialog.addEventListener("close", () => {
      const take = dialog.returnValue === "take";
      if (!take && dialog.returnValue !== "leave") return;
      if (take) this._tapping.drop();
      void this._circle.session.ask("leave", take ? { take_taps: true } : {});
    });
  }
}
