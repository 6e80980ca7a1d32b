/**
 * A page without a browser: the elements of a template by their ids, hands that type and choose,
 * and a clock that a test owns.
 *
 * A field behaves as browsers have it where it matters for writing: what a script puts in counts as
 * said, so `change` comes only for what hands have written since; leaving a field says it.
 */
import { readFileSync } from "node:fs";

/** What has the focus. */
let active = null;

class Element extends EventTarget {
  constructor(tag) {
    super();
    Object.assign(this, { tag, children: [], parent: null, dataset: {}, tabIndex: 0, className: "" });
    this.attributes = new Map();
    this.classList = { toggle: () => {}, add: () => {}, contains: () => false };
    this._text = "";
  }

  get textContent() {
    return this._text + this.children.map(({ textContent }) => textContent).join("");
  }

  set textContent(text) {
    this.children = [];
    this._text = text;
  }

  get hidden() {
    return this.attributes.has("hidden");
  }

  get nextElementSibling() {
    const { children } = this.parent ?? { children: [] };
    return children[children.indexOf(this) + 1] ?? null;
  }

  setAttribute(name, value) {
    this.attributes.set(name, String(value));
    if (name === "value") this.value = String(value);
    if (name.startsWith("data-")) this.dataset[name.slice(5)] = String(value);
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  removeAttribute(name) {
    this.attributes.delete(name);
  }

  toggleAttribute(name, on) {
    if (on) this.attributes.set(name, "");
    else this.attributes.delete(name);
  }

  append(...nodes) {
    for (const node of nodes) {
      if (typeof node === "string") this._text += node;
      else this._put(node, this.children.length);
    }
  }

  after(node) {
    node.remove();
    this.parent._put(node, this.parent.children.indexOf(this) + 1);
  }

  remove() {
    this.parent?.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = null;
    if (active === this) active = null;
  }

  replaceChildren(...nodes) {
    for (const child of [...this.children]) child.remove();
    this._text = "";
    this.append(...nodes);
  }

  contains(other) {
    return other === this || this.children.some((child) => child.contains(other));
  }

  querySelectorAll(tag) {
    return this.children.flatMap((child) => [...(child.tag === tag ? [child] : []), ...child.querySelectorAll(tag)]);
  }

  /** What a template has inside an element is not here. */
  querySelector(tag) {
    return this.querySelectorAll(tag)[0] ?? null;
  }

  focus() {
    if (active === this) return;
    active?._leave(this);
    active = this;
    this._happens("focus");
  }

  blur() {
    if (active !== this) return;
    this._leave(null);
    active = null;
  }

  click() {
    this._happens("click");
  }

  _leave(relatedTarget) {
    this._say();
    this._happens("blur", { relatedTarget });
  }

  /** What hands have written counts from now on. */
  _say() {}

  _put(node, at) {
    node.parent = this;
    this.children.splice(at, 0, node);
  }

  _happens(kind, more = {}) {
    this.dispatchEvent(Object.assign(new Event(kind), more));
  }
}

class Field extends Element {
  constructor(tag) {
    super(tag);
    [this._value, this._said, this.checked] = ["", "", false];
  }

  get value() {
    return this._value;
  }

  set value(value) {
    this._value = this._said = String(value);
  }

  /** Write letter by letter, at the end of what is there. */
  type(text, between = () => {}) {
    this.focus();
    for (const key of text) {
      this._happens("keydown", { key });
      this._value += key;
      this._happens("input");
      between();
    }
  }

  /** Mark all that is there and write over it. */
  retype(text, between = () => {}) {
    this.focus();
    this._happens("keydown", { key: "Control" });
    this._value = "";
    this.type(text, between);
  }

  enter() {
    this._happens("keydown", { key: "Enter" });
    this._say();
  }

  /** Let a handle go where it has been drawn to, step by step. */
  drag(values, between = () => {}) {
    this._happens("pointerdown");
    this.focus();
    for (const value of values) {
      this._value = String(value);
      this._happens("input");
      between();
    }
  }

  letGo() {
    this._happens("pointerup");
    this._say();
  }

  /** Choose as hands do. */
  choose(value) {
    this.focus();
    this._happens("keydown", { key: "ArrowDown" });
    this._value = value;
    this._happens("input");
    this._say();
  }

  press() {
    this.focus();
    this.checked = !this.checked;
    this._happens("input");
    this._happens("change");
  }

  _say() {
    if (this._value === this._said) return;
    this._said = this._value;
    this._happens("change");
  }
}

class Select extends Field {
  get options() {
    return this.children;
  }

  get selectedOptions() {
    return this.children.filter(({ value }) => value === this.value);
  }

  get value() {
    return this._value;
  }

  /** A list has only what it offers; one that a template fills may have anything here. */
  set value(value) {
    const known = !this.children.length || this.children.some((one) => one.value === String(value));
    this._value = this._said = known ? String(value) : "";
  }

  replaceChildren(...nodes) {
    super.replaceChildren(...nodes);
    this.value = this.children[0]?.value ?? "";
  }
}

const KINDS = { input: Field, textarea: Field, option: Field, select: Select };
const CLASSES = { Element, HTMLElement: Element, HTMLInputElement: Field, HTMLSelectElement: Select };
for (const name of ["HTMLButtonElement", "HTMLDialogElement", "SVGSVGElement", "SVGElement"]) CLASSES[name] = Element;

const make = (tag) => new (KINDS[tag] ?? Element)(tag);

/**
 * @param {string} template its name
 * @returns {(id: string) => any} the elements of a page by their ids
 */
export function openPage(template) {
  const file = new URL(`../../web/unisono_web/templates/${template}.html`, import.meta.url);
  const found = readFileSync(file, "utf-8").matchAll(/<(\w+)\b[^>]*? id="([\w-]+)"/gu);
  const elements = new Map([...found].map(([, tag, id]) => [id, make(tag)]));
  /** Some folds get their names from a macro. */
  const byId = (id) => {
    if (!elements.has(id) && /^fold-[a-z]+-state$/u.test(id)) elements.set(id, make("span"));
    return elements.get(id) ?? null;
  };
  const document = Object.assign(new EventTarget(), {
    createElement: make,
    createElementNS: (_space, tag) => make(tag),
    getElementById: byId,
    documentElement: { lang: "en" },
  });
  Object.defineProperty(document, "activeElement", { get: () => active });
  active = null;
  const window = new EventTarget();
  const addEventListener = window.addEventListener.bind(window);
  Object.assign(globalThis, CLASSES, { document, addEventListener });
  return byId;
}

/** Time in a test's hands. */
export class Clock {
  constructor() {
    [this.nowMs, this._due, this._number] = [0, new Map(), 0];
    globalThis.setTimeout = (act, ms = 0) => {
      this._due.set((this._number += 1), { act, atMs: this.nowMs + ms });
      return this._number;
    };
    globalThis.clearTimeout = (number) => void this._due.delete(number);
  }

  /** Let time pass, and everything that comes of it happen. */
  async pass(ms) {
    this.nowMs += ms;
    for (const [number, { act, atMs }] of [...this._due].sort(([, a], [, b]) => a.atMs - b.atMs)) {
      if (atMs > this.nowMs || !this._due.delete(number)) continue;
      act();
      await settled();
    }
    await settled();
  }
}

/** Let everything happen that only waits for its turn. */
export async function settled() {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}
