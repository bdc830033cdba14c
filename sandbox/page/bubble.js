// One message (or one album) as it stands in a conversation.
import { avatar, bi, el, press } from "./dom.js";
import { rich } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { attachments, photo } from "./media.js";
import { fullName, speaker } from "./picture.js";
import { excerpt, serviceLine } from "./service.js";
import { clockTime, dayName, englishDay } from "./time.js";

/** Make the node of a unit: one message, or several that form an album. */
export function unitNode(unit, context) {
  const [first] = unit.messages;
  const line = serviceLine(first);
  if (line) return service(first, line, context);
  const mine = first.from?.id === context.act.viewer && !first.sender_chat;
  const who = speaker(first);
  const node = el("article", {
    class: `message ${mine ? "mine" : "theirs"} ${unit.joined ? "joined" : ""}`,
    data: { message: first.message_id },
    "aria-label": `${who.name}: ${excerpt(first)}`,
    tabindex: "-1",
  });
  if (!mine && context.group)
    node.append(
      unit.joined
        ? el("span", { class: "avatar-gap" })
        : avatar(who.name, who.id, who.bot ? "bot" : ""),
    );
  node.append(
    el(
      "div",
      { class: "column" },
      bubble(unit, who, mine, context),
      inlineKeyboard(unit.messages.at(-1), context.act),
    ),
  );
  node.append(
    press({
      zh: "操作",
      en: "Actions",
      icon: "more",
      bare: true,
      kind: "actions",
      action: "message-menu",
      onClick: () => context.act.menu(first, mine),
    }),
  );
  return node;
}

function service(message, [zh, en], context) {
  const pinned = message.pinned_message;
  const node = el(
    "div",
    { class: "service", data: { message: message.message_id } },
    el("span", { dir: "auto" }, bi(zh, en)),
  );
  if (pinned) {
    node.addEventListener("click", () => context.act.jump(pinned.message_id));
    node.classList.add("pressable");
  }
  return node;
}

function bubble(unit, who, mine, context) {
  const { act } = context;
  const [first] = unit.messages;
  const said = unit.messages.find((message) => message.text ?? message.caption) ?? first;
  const words = said.text ?? said.caption;
  const body = el("div", { class: `bubble ${isPictureOnly(unit, words) ? "picture-only" : ""}` });
  if (!mine && context.group && !unit.joined) body.append(speakerLine(first, who));
  if (first.forward_origin)
    body.append(
      el("div", { class: "origin" }, bi(`转发自 ${originName(first.forward_origin)}`, "Forwarded")),
    );
  if (first.reply_to_message && !first.reply_to_message.forum_topic_created)
    body.append(quote(first.reply_to_message, act));
  body.append(...(unit.messages.length > 1 ? album(unit.messages, act) : attachments(first, act)));
  if (words)
    body.append(
      el(
        "div",
        { class: "text", dir: "auto" },
        rich(words, said.entities ?? said.caption_entities, act),
      ),
    );
  else if (!body.querySelector(".photo, .file, .poll, .place, .card, .sound, .video, .sticker"))
    body.append(el("div", { class: "text unknown" }, "（不支持的消息 Unsupported message）"));
  body.append(meta(said, unit.messages.at(-1)), reactions(first, act));
  return body;
}

function isPictureOnly(unit, words) {
  return !words && unit.messages.every((message) => message.photo);
}

function speakerLine(message, who) {
  const tag = message.sender_tag ?? message.author_signature;
  return el(
    "div",
    { class: `speaker tone-${Math.abs(who.id) % 8}` },
    el("bdi", { class: "speaker-name" }, who.name),
    who.bot && !who.anonymous ? el("span", { class: "tag" }, "机器人 bot") : null,
    tag ? el("span", { class: "tag" }, tag) : null,
  );
}

function originName(origin) {
  if (origin.sender_user) return fullName(origin.sender_user);
  return origin.sender_user_name ?? origin.sender_chat?.title ?? origin.chat?.title ?? "?";
}

function quote(message, act) {
  const who = speaker(message);
  return el(
    "button",
    {
      type: "button",
      class: "quote",
      "aria-label": `回复 Reply to ${who.name}: ${excerpt(message)}`,
      on: { click: () => act.jump(message.message_id) },
    },
    el("bdi", { class: "quote-name" }, who.name),
    el("bdi", { class: "quote-words" }, excerpt(message)),
  );
}

function album(messages, act) {
  const pictures = messages.filter((message) => message.photo);
  const others = messages.filter((message) => !message.photo);
  const tiles = pictures.map((message) =>
    el("div", { class: "tile", data: { message: message.message_id } }, photo(message, act)),
  );
  const rest = others.map((message) =>
    el(
      "div",
      { class: "tile-file", data: { message: message.message_id } },
      attachments(message, act),
    ),
  );
  return [
    tiles.length ? el("div", { class: `album count-${Math.min(tiles.length, 4)}` }, tiles) : null,
    ...rest,
  ].filter(Boolean);
}

function meta(message, last) {
  const edited = message.edited ?? message.edit_date !== undefined;
  return el(
    "div",
    { class: "meta" },
    edited ? el("span", { class: "edited" }, "已编辑 edited") : null,
    el("time", { datetime: new Date(last.date * 1000).toISOString() }, clockTime(last.date)),
  );
}

function reactions(message, act) {
  const counts = new Map();
  for (const { emoji, by } of message.reactions ?? [])
    counts.set(emoji, [...(counts.get(emoji) ?? []), by]);
  if (!counts.size) return el("div", { class: "reactions", hidden: true });
  const chips = [...counts].map(([emoji, by]) => {
    const mine = by.includes(act.viewer);
    return el(
      "button",
      {
        type: "button",
        class: `reaction ${mine ? "mine" : ""}`,
        "aria-pressed": String(mine),
        "aria-label": `${emoji} ${by.length}`,
        data: { action: "react", emoji },
        on: { click: () => act.react(message, mine ? null : emoji) },
      },
      emoji,
      el("span", { class: "count" }, String(by.length)),
    );
  });
  return el("div", { class: "reactions" }, chips);
}

/** The line between two days. */
export function dayLine(seconds) {
  return el("div", { class: "day" }, el("span", {}, bi(dayName(seconds), englishDay(seconds))));
}
