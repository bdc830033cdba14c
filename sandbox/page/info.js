// What is behind "More" in a chat: block the bot, members, leaving, topics.
import { bi, el, field, press } from "./dom.js";
import { addSheet, memberSheet } from "./members.js";
import { choices, confirm, sheet } from "./sheets.js";

/** Show what can be done with a chat as a whole. */
export function chatInfo(phone, chat, topic) {
  const items = chat.bot ? botItems(phone, chat) : groupItems(phone, chat, topic);
  choices(phone.node, { zh: chat.name, en: "", name: "chat", items });
}

function botItems(phone, chat) {
  const bot = phone.picture.bots.get(chat.bot);
  const block = chat.blocked
    ? {
        zh: "解除停用",
        en: "Unblock",
        icon: "lock",
        action: "unblock",
        onClick: () => phone.do("unblock", { bot_id: chat.bot }),
      }
    : {
        zh: "停用机器人",
        en: "Block the bot",
        icon: "block",
        action: "block",
        kind: "danger-item",
        onClick: () => blockBot(phone, chat),
      };
  return [
    {
      zh: "重新开始",
      en: "/start",
      icon: "play",
      action: "restart",
      onClick: () => phone.do("start", { bot: chat.bot }),
    },
    {
      zh: "链接",
      en: `t.me/${bot?.username ?? ""}`,
      icon: "link",
      action: "bot-link",
      onClick: () => phone.say(`t.me/${bot?.username}`),
    },
    block,
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
  const here = { chat_id: chat.address };
  return [
    {
      zh: "成员",
      en: `Members (${chat.members.length})`,
      icon: "people",
      action: "members",
      onClick: () => memberSheet(phone, chat),
    },
    {
      zh: "加人",
      en: "Add somebody",
      icon: "add",
      action: "add-member",
      onClick: () => addSheet(phone, chat),
    },
    chat.is_forum && !topic
      ? {
          zh: "新话题",
          en: "New topic",
          icon: "topic",
          action: "new-topic",
          onClick: () => topicSheet(phone, chat),
        }
      : null,
    topic && !topic.closed
      ? {
          zh: "关闭话题",
          en: "Close topic",
          icon: "lock",
          action: "close-topic",
          onClick: () => phone.do("close_topic", { ...here, thread: topic.message_thread_id }),
        }
      : null,
    topic?.closed
      ? {
          zh: "重开话题",
          en: "Reopen topic",
          icon: "topic",
          action: "reopen-topic",
          onClick: () => phone.do("reopen_topic", { ...here, thread: topic.message_thread_id }),
        }
      : null,
    {
      zh: "退出群",
      en: "Leave",
      icon: "leave",
      action: "leave",
      kind: "danger-item",
      onClick: () => leave(phone, chat),
    },
  ].filter(Boolean);
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
