// Keyboards: under a message (inline) and in place of the phone's own (reply).
import { el, icon, press } from "./dom.js";

const INLINE_ICONS = [
  ["url", "open"],
  ["copy_text", "copy"],
  ["web_app", "open"],
  ["login_url", "open"],
];
const REPLY_ICONS = [
  ["request_contact", "person"],
  ["request_location", "pin"],
  ["request_users", "people"],
  ["request_chat", "people"],
  ["web_app", "open"],
];

/** The buttons under a message. `act.pressInline(message, button, node)` does what they say. */
export function inlineKeyboard(message, act) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el(
    "div",
    { class: "inline-keyboard", role: "group", "aria-label": "消息按钮 Message buttons" },
    rows.map((row) =>
      el(
        "div",
        { class: "row" },
        row.map((button) => inlineButton(message, button, act)),
      ),
    ),
  );
}

function inlineButton(message, button, act) {
  const mark = INLINE_ICONS.find(([name]) => button[name])?.[1];
  const node = el(
    "button",
    {
      type: "button",
      class: `key ${button.style ?? ""}`,
      data: {
        action: "inline",
        label: button.text,
        ...(button.callback_data ? { callback: button.callback_data } : {}),
      },
    },
    el("span", { class: "key-words", dir: "auto" }, button.text),
    mark ? icon(mark) : null,
  );
  node.addEventListener("click", () => act.pressInline(message, button, node));
  return node;
}

/** Which reply keyboard a person sees now: {message, markup, used}, or null. */
export function currentKeyboard(messages, viewer, username, used) {
  for (let place = messages.length - 1; place >= 0; place -= 1) {
    const message = messages[place];
    const markup = message.reply_markup;
    if (!markup || markup.inline_keyboard || !message.from?.is_bot) continue;
    if (markup.selective && !concerns(message, viewer, username)) continue;
    if (markup.remove_keyboard) return null;
    if (markup.force_reply) {
      if (place === messages.length - 1 || !spokeSince(messages, place, viewer))
        return { message, markup, force: true };
      continue;
    }
    if (markup.keyboard) return { message, markup, used: used === message.message_id };
  }
  return null;
}

function spokeSince(messages, place, viewer) {
  return messages.slice(place + 1).some((message) => message.from?.id === viewer);
}

function concerns(message, viewer, username) {
  if (message.chat.type === "private" || message.reply_to_message?.from?.id === viewer) return true;
  const said = message.text ?? message.caption ?? "";
  return (message.entities ?? message.caption_entities ?? []).some(
    (entity) =>
      entity.user?.id === viewer ||
      (username &&
        entity.type === "mention" &&
        said.slice(entity.offset, entity.offset + entity.length).toLowerCase() ===
          `@${username.toLowerCase()}`),
  );
}

/** The big buttons below the writing line. `act.pressReply(message, button)` does what they say. */
export function replyKeyboard(current, act) {
  const { markup, message } = current;
  return el(
    "div",
    {
      class: `reply-keyboard ${markup.resize_keyboard ? "" : "tall"}`,
      role: "group",
      "aria-label": "快捷按钮 Quick buttons",
      data: { keyboard: message.message_id },
    },
    markup.keyboard.map((row) =>
      el(
        "div",
        { class: "row" },
        row.map((each) =>
          replyButton(message, typeof each === "string" ? { text: each } : each, markup, act),
        ),
      ),
    ),
  );
}

function replyButton(message, button, markup, act) {
  const mark = REPLY_ICONS.find(([name]) => button[name])?.[1];
  return el(
    "button",
    {
      type: "button",
      class: `key ${button.style ?? ""}`,
      data: { action: "reply-key", label: button.text },
      on: { click: () => act.pressReply(message, button, markup) },
    },
    mark && !/^\p{Extended_Pictographic}/u.test(button.text) ? icon(mark) : null,
    el("span", { class: "key-words", dir: "auto" }, button.text),
  );
}

/** The START button of a chat nobody has begun, and its like. */
export function bigButton(zh, en, action, onClick, name) {
  return el(
    "div",
    { class: "big-button" },
    press({ zh, en, icon: name, action, kind: "primary wide", onClick }),
  );
}
