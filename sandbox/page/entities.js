// Text with entities as DOM nodes. Offsets are UTF-16 units, as in JavaScript's own strings.
import { el } from "./dom.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE_LINK = /^(https?|mailto|tel|tg):/i;

/** Give the nodes of a text. `act` holds what links do: link(url), command(text), mention(text). */
export function rich(text, entities, act) {
  const kept = (entities ?? [])
    .map((entity) => ({ ...entity, start: entity.offset, end: entity.offset + entity.length }))
    .filter((entity) => entity.start >= 0 && entity.length > 0 && entity.start < text.length)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  return build(text, 0, text.length, kept, act);
}

function build(text, from, to, entities, act) {
  const nodes = [];
  let place = from;
  let rest = entities;
  while (rest.length) {
    const [outer, ...others] = rest;
    const start = Math.max(outer.start, place);
    const end = Math.min(outer.end, to);
    // What begins inside belongs inside, and is cut where its parent ends.
    const inside = others.filter((entity) => entity.start < end);
    rest = others.filter((entity) => entity.start >= end);
    if (start >= end) continue;
    const block = BLOCKS.has(outer.type);
    const before = text.slice(place, start);
    // A block stands on its own lines: the line breaks around it are not shown twice.
    nodes.push(block ? before.replace(/\n$/, "") : before);
    nodes.push(wrap(outer, text.slice(start, end), build(text, start, end, inside, act), act));
    place = block && text[end] === "\n" && end < to ? end + 1 : end;
  }
  nodes.push(text.slice(place, to));
  return nodes;
}

function wrap(entity, words, children, act) {
  if (PLAIN[entity.type]) return el(PLAIN[entity.type], {}, children);
  switch (entity.type) {
    case "pre":
      return el("pre", {}, el("code", { "data-language": entity.language }, children));
    case "blockquote":
    case "expandable_blockquote":
      return el("blockquote", {}, children);
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return anchor(entity.url, children, act);
    case "url":
      return anchor(/^[a-z]+:/i.test(words) ? words : `https://${words}`, children, act);
    case "email":
      return anchor(`mailto:${words}`, children, act);
    case "phone_number":
      return anchor(`tel:${words.replace(/[^+\d]/g, "")}`, children, act);
    case "bot_command":
      return inlinePress("command", children, () => act.command(words));
    case "mention":
      return inlinePress("mention", children, () => act.mention(words));
    case "hashtag":
    case "cashtag":
    case "text_mention":
      return el("span", { class: "tagged" }, children);
    default:
      return el("span", {}, children);
  }
}

function inlinePress(kind, children, onClick) {
  return el(
    "button",
    { type: "button", class: `in-text ${kind}`, on: { click: onClick } },
    children,
  );
}

function spoiler(children) {
  const node = el(
    "span",
    {
      class: "spoiler",
      role: "button",
      tabindex: "0",
      "aria-label": "隐藏内容，按下显示 Hidden, press to show",
    },
    el("span", { class: "spoiler-text" }, children),
  );
  const reveal = () => {
    node.classList.add("shown");
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") reveal();
  });
  return node;
}

/** A link that is safe to press; an unsafe scheme stays plain text. */
export function anchor(url, children, act) {
  if (!SAFE_LINK.test(url)) return el("span", { class: "dead-link" }, children);
  return el(
    "a",
    {
      href: url,
      target: "_blank",
      rel: "noopener noreferrer",
      on: {
        click: (event) => {
          if (act.link(url)) event.preventDefault();
        },
      },
    },
    children,
  );
}

/** Open a web address in a new tab, if it is one. */
export function openOutside(url) {
  if (/^https?:/i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
}
