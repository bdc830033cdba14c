// What "Actions" beside a message offers: react, reply, edit, forward, copy, pin, delete.
import { el } from "./dom.js";
import { choices } from "./sheets.js";

const EMOJI = ["👍", "❤", "🔥", "👏", "🎉", "🙏", "👌", "🤔"];

/** Open the menu of one message. */
export function messageMenu(conversation, message, mine) {
  const { phone, compose } = conversation;
  const words = message.text ?? message.caption;
  const here = { chat_id: conversation.chat.address, message_id: message.message_id };
  const own = message.reactions?.find((reaction) => reaction.by === phone.viewer)?.emoji;
  const faces = el(
    "div",
    { class: "faces", role: "group", "aria-label": "表情 Reactions" },
    EMOJI.map((emoji) =>
      el(
        "button",
        {
          type: "button",
          class: `face ${own === emoji ? "mine" : ""}`,
          "aria-pressed": String(own === emoji),
          data: { action: "pick-reaction", emoji },
          on: {
            click: () => {
              open.close();
              phone.do("react", { ...here, emoji: own === emoji ? null : emoji });
            },
          },
        },
        emoji,
      ),
    ),
  );
  const items = [
    {
      zh: "回复",
      en: "Reply",
      icon: "reply",
      action: "reply",
      onClick: () => compose.replyTo(message),
    },
    mine && words && !message.forward_origin
      ? {
          zh: "修改",
          en: "Edit",
          icon: "edit",
          action: "edit",
          onClick: () => compose.startEditing(message),
        }
      : null,
    message.has_protected_content
      ? null
      : {
          zh: "转发",
          en: "Forward",
          icon: "forward",
          action: "forward",
          onClick: () => forwardSheet(conversation, message),
        },
    words
      ? {
          zh: "复制文字",
          en: "Copy text",
          icon: "copy",
          action: "copy",
          onClick: () => copy(phone, words),
        }
      : null,
    {
      zh: "置顶",
      en: "Pin",
      icon: "pin",
      action: "pin",
      onClick: () => phone.do("pin", here, "actor_id"),
    },
    {
      zh: "删除",
      en: "Delete",
      icon: "trash",
      action: "delete",
      kind: "danger-item",
      onClick: () => phone.do("delete", here),
    },
  ];
  const open = choices(phone.node, {
    zh: "这条消息",
    en: "This message",
    name: "message",
    intro: [faces],
    items: items.filter(Boolean),
  });
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
