// Builds DOM nodes. Text always goes in as text: nothing in this page is ever parsed as HTML.
import { PATHS } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";

/** Make an element. `props`: class, data (dataset), on (listeners); anything else is an attribute. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

/** Draw one of our own line icons; decorative, hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const d of PATHS[name] ?? []) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** Chinese first, English second, each marked with its language. */
export function bi(zh, en) {
  return [
    el("span", { class: "zh", lang: "zh-CN" }, zh),
    ...(en ? [" ", el("span", { class: "en", lang: "en" }, en)] : []),
  ];
}

/** A button with both languages; `bare` shows the icon alone and keeps the words as its label. */
export function press({
  zh,
  en,
  icon: name,
  action,
  kind = "",
  bare = false,
  onClick,
  data = {},
  ...rest
}) {
  const label = en ? `${zh} ${en}` : zh;
  return el(
    "button",
    {
      type: "button",
      class: `press ${kind}`.trim(),
      "aria-label": label,
      title: bare ? label : undefined,
      data: { ...data, ...(action ? { action } : {}) },
      on: { click: onClick },
      ...rest,
    },
    name ? icon(name) : null,
    bare ? null : el("span", { class: "words" }, bi(zh, en)),
  );
}

/** Draw part of the page anew without taking the focus or the scroll position away. */
export function keepPlace(host, draw) {
  const focused = host.contains(document.activeElement)
    ? { ...document.activeElement.dataset }
    : null;
  const scrolled = host.querySelector(".rows")?.scrollTop ?? 0;
  draw();
  const rows = host.querySelector(".rows");
  if (rows) rows.scrollTop = scrolled;
  const names = Object.keys(focused ?? {});
  if (!names.length || host.contains(document.activeElement)) return;
  [...host.querySelectorAll("button")]
    .find((each) => names.every((name) => each.dataset[name] === focused[name]))
    ?.focus();
}

/** A labelled form field. */
export function field(zh, en, input) {
  return el("label", { class: "field" }, el("span", { class: "field-name" }, bi(zh, en)), input);
}

/** A round badge with the first letter of a name, in one of eight quiet colours. */
export function avatar(name, seed, kind = "") {
  const letter = firstLetter(name);
  const tone = Math.abs(Number(seed) || 0) % 8;
  return el("span", { class: `avatar tone-${tone} ${kind}`.trim(), "aria-hidden": "true" }, letter);
}

function firstLetter(name) {
  const plain = String(name ?? "").replace(/[\p{C}\p{Z}\p{P}]/gu, "");
  const segment = [...plain][0];
  return segment ? segment.toUpperCase() : "·";
}
