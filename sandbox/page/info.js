// What is behind "More" in a chat: block the bot, members, leaving, topics.
import { bi, el, field, press } from "./dom.js";
import { addSheet, memberSheet } from "./members.js";
import { choices, confirm, item, sheet } from "./sheets.js";

const DANGER = { kind: "danger-item" };

/** Show what can be done with a chat as a whole. */
export function chatInfo(phone, chat, topic) {
  const items = chat.bot ? botItems(phone, chat) : groupItems(phone, chat, topic);
  choices(phone.node, { zh: chat.name, en: "", name: "chat", items });
}

function botItems(phone, chat) {
  const link = `t.me/${phone.picture.bots.get(chat.bot)?.username ?? ""}`;
  const unblock = () => phone.do("unblock", { bot_id: chat.bot });
  return [
    item("重新开始", "/start", "play", "restart", () => phone.do("start", { bot: chat.bot })),
    item("链接", link, "link", "bot-link", () => phone.say(link)),
    chat.blocked
      ? item("解除停用", "Unblock", "lock", "unblock", unblock)
      : item("停用机器人", "Block the bot", "block", "block", () => blockBot(phone, chat), DANGER),
  ];
}

async function blockBot(phone, chat) {
  const agreed = await confirm(phone.node, {
    zh: `停用“${chat.name}”？`,
    en: "Block the bot?",
    name: "block",
    body: [
      el(
        "p",
        {},
        bi(
          "它就不能再给您发消息了。以后可以解除。",
          "It can no longer write to you. You can undo this.",
        ),
      ),
    ],
    yes: ["停用", "Block"],
    danger: true,
  });
  if (agreed) phone.do("block", { bot_id: chat.bot });
}

function groupItems(phone, chat, topic) {
  const members = `Members (${chat.members.length})`;
  return [
    item("成员", members, "people", "members", () => memberSheet(phone, chat)),
    item("加人", "Add somebody", "add", "add-member", () => addSheet(phone, chat)),
    chat.is_forum ? topicItem(phone, chat, topic) : null,
    item("退出群", "Leave", "leave", "leave", () => leave(phone, chat), DANGER),
  ].filter(Boolean);
}

function topicItem(phone, chat, topic) {
  if (!topic)
    return item("新话题", "New topic", "topic", "new-topic", () => topicSheet(phone, chat));
  const here = { chat_id: chat.address, thread: topic.message_thread_id };
  return topic.closed
    ? item("重开话题", "Reopen topic", "topic", "reopen-topic", () =>
        phone.do("reopen_topic", here),
      )
    : item("关闭话题", "Close topic", "lock", "close-topic", () => phone.do("close_topic", here));
}

async function leave(phone, chat) {
  const agreed = await confirm(phone.node, {
    zh: `退出“${chat.name}”？`,
    en: "Leave the group?",
    name: "leave",
    yes: ["退出", "Leave"],
    danger: true,
  });
  if (agreed) phone.do("leave", { chat_id: chat.address });
}

function topicSheet(phone, chat) {
  const name = el("input", { type: "text", maxlength: 128 });
  const open = sheet(phone.node, {
    zh: "新话题",
    en: "New topic",
    name: "topic",
    body: [field("名称", "Name", name)],
    buttons: [
      press({
        zh: "建立",
        en: "Create",
        kind: "primary wide",
        action: "confirm",
        onClick: () => {
          open.close();
          if (name.value.trim())
            phone.do("create_topic", { chat_id: chat.address, name: name.value.trim() });
        },
      }),
    ],
  });
}
