// What "Actions" beside a message offers: react, reply, edit, forward, copy, pin, delete.
import { el } from "./dom.js";
import { choices, item } from "./sheets.js";

const DANGER = { kind: "danger-item" };
const EMOJI = ["👍", "❤", "🔥", "👏", "🎉", "🙏", "👌", "🤔"];

/** Open the menu of one message. */
export function messageMenu(conversation, message, mine) {
  const { phone } = conversation;
  const react = (emoji) => {
    open.close();
    phone.do("react", { ...here(conversation, message), emoji });
  };
  const open = choices(phone.node, {
    zh: "这条消息",
    en: "This message",
    name: "message",
    intro: [faces(message, phone.viewer, react)],
    items: deeds(conversation, message, mine).filter(Boolean),
  });
}

function here(conversation, message) {
  return { chat_id: conversation.chat.address, message_id: message.message_id };
}

function faces(message, viewer, react) {
  const own = message.reactions?.find((reaction) => reaction.by === viewer)?.emoji;
  const face = (emoji) =>
    el(
      "button",
      {
        type: "button",
        class: `face ${own === emoji ? "mine" : ""}`,
        "aria-pressed": String(own === emoji),
        data: { action: "pick-reaction", emoji },
        on: { click: () => react(own === emoji ? null : emoji) },
      },
      emoji,
    );
  const group = { class: "faces", role: "group", "aria-label": "表情 Reactions" };
  return el("div", group, EMOJI.map(face));
}

function deeds(conversation, message, mine) {
  const { phone, compose } = conversation;
  const words = message.text ?? message.caption;
  const where = here(conversation, message);
  const editable = mine && words && !message.forward_origin;
  return [
    item("回复", "Reply", "reply", "reply", () => compose.replyTo(message)),
    editable ? item("修改", "Edit", "edit", "edit", () => compose.startEditing(message)) : null,
    message.has_protected_content
      ? null
      : item("转发", "Forward", "forward", "forward", () => forwardSheet(conversation, message)),
    words ? item("复制文字", "Copy text", "copy", "copy", () => copy(phone, words)) : null,
    item("置顶", "Pin", "pin", "pin", () => phone.do("pin", where, "actor_id")),
    item("删除", "Delete", "trash", "delete", () => phone.do("delete", where), DANGER),
  ];
}

function forwardSheet(conversation, message) {
  const { phone } = conversation;
  const chats = phone.picture.chatsOf(phone.viewer);
  choices(phone.node, {
    zh: "转发到哪里？",
    en: "Forward to?",
    name: "forward",
    items: chats.map((chat) => ({
      zh: chat.name,
      en: chat.bot ? "bot" : "",
      icon: chat.bot ? "person" : "people",
      action: "forward-to",
      data: { target: chat.id },
      onClick: async () => {
        const done = await phone.do("forward", {
          from_chat_id: conversation.chat.address,
          message_id: message.message_id,
          to_chat_id: chat.address,
        });
        if (done) phone.open(chat.key);
      },
    })),
  });
}

/** Put words on the clipboard, or show them where that is not allowed. */
export async function copy(phone, words) {
  try {
    await navigator.clipboard.writeText(words);
    phone.say("已复制 Copied");
  } catch {
    phone.say(words);
  }
}
