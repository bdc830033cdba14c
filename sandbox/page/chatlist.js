// The list of chats on one phone, and the list of topics of a forum.
import { avatar, bi, el, icon, press } from "./dom.js";
import { speaker } from "./picture.js";
import { excerpt, serviceLine } from "./service.js";
import { briefTime } from "./time.js";
import { threadOf } from "./units.js";

/** The first screen of a phone: a hint, the chats, the door for links. */
export function chatList(phone) {
  const { picture, viewer } = phone;
  const chats = picture.chatsOf(viewer);
  const link = press({
    zh: "打开链接或二维码",
    en: "Open a link or QR",
    icon: "link",
    kind: "wide soft",
    action: "open-link",
    onClick: () => phone.linkSheet(),
  });
  return el(
    "section",
    { class: "chat-list", "aria-label": "对话 Chats" },
    phone.persona.note
      ? el("p", { class: "note" }, icon("question"), el("span", {}, phone.persona.note))
      : null,
    el(
      "div",
      { class: "rows" },
      chats.map((chat) => row(phone, chat)),
    ),
    el("div", { class: "list-foot" }, link),
  );
}

function row(phone, chat) {
  const last = phone.picture.newest(chat.key);
  const unread = phone.picture.unread(phone.viewer, chat);
  return el(
    "button",
    {
      type: "button",
      class: "chat-row",
      data: { chat: chat.id, action: "open-chat" },
      on: { click: () => phone.open(chat.key) },
    },
    avatar(chat.name, chat.bot ?? chat.id, chat.bot ? "bot" : "square"),
    el(
      "span",
      { class: "row-words" },
      el(
        "span",
        { class: "row-top" },
        el("bdi", { class: "row-name" }, chat.name),
        chat.bot ? el("span", { class: "tag" }, "机器人 bot") : null,
        last ? el("time", {}, briefTime(last.date)) : null,
      ),
      el(
        "span",
        { class: "row-bottom" },
        el("bdi", { class: "row-last" }, lastWords(phone, chat, last)),
        unread
          ? el(
              "span",
              { class: "badge", "aria-label": `${unread} 条未读 unread` },
              unread > 99 ? "99+" : String(unread),
            )
          : null,
      ),
    ),
  );
}

function lastWords(phone, chat, last) {
  if (!last)
    return chat.bot ? "还没开始，点这里 Not started, press here" : "还没有消息 No messages";
  if (serviceLine(last)) return excerpt(last);
  const who = last.from?.id === phone.viewer ? "我" : speaker(last).name;
  return chat.bot && last.from?.id !== phone.viewer ? excerpt(last) : `${who}：${excerpt(last)}`;
}

/** The topics of a forum. */
export function topicList(phone, chat) {
  const messages = phone.picture.messages(chat.key);
  const topics = (chat.topics ?? []).filter((topic) => !topic.hidden);
  return el(
    "section",
    { class: "topic-list", data: { chat: chat.id }, "aria-label": "话题 Topics" },
    el(
      "div",
      { class: "rows" },
      topics.map((topic) => topicRow(phone, chat, topic, messages)),
    ),
  );
}

function topicRow(phone, chat, topic, messages) {
  const last = messages.filter((message) => threadOf(message) === topic.message_thread_id).at(-1);
  const name =
    topic.message_thread_id === 1 && topic.name === "General" ? "综合 General" : topic.name;
  return el(
    "button",
    {
      type: "button",
      class: "chat-row",
      data: { topic: topic.message_thread_id, action: "open-topic" },
      on: { click: () => phone.open(chat.key, topic.message_thread_id) },
    },
    el(
      "span",
      { class: `avatar square tone-${topic.message_thread_id % 8}`, "aria-hidden": "true" },
      icon(topic.closed ? "lock" : "topic"),
    ),
    el(
      "span",
      { class: "row-words" },
      el(
        "span",
        { class: "row-top" },
        el("bdi", { class: "row-name" }, name),
        topic.closed ? el("span", { class: "tag" }, bi("已关闭", "closed")) : null,
        last ? el("time", {}, briefTime(last.date)) : null,
      ),
      el(
        "span",
        { class: "row-bottom" },
        el(
          "bdi",
          { class: "row-last" },
          last ? `${speaker(last).name}：${excerpt(last)}` : "还没有消息 No messages",
        ),
      ),
    ),
  );
}
