// What a person can do with a message: press its buttons, answer, forward, react …
import { el } from "./dom.js";
import { openOutside } from "./entities.js";
import { parse } from "./links.js";
import { contactQuestion, peopleQuestion, chatQuestion } from "./questions.js";
import { copy, messageMenu } from "./messagemenu.js";
import { locationSheet } from "./place.js";
import { sheet } from "./sheets.js";

const PATIENCE = 12_000;

/** Bind every gesture to one conversation. */
export function messageActs(conversation) {
  const { phone } = conversation;
  const here = (message) => ({
    chat_id: conversation.chat.address,
    message_id: message.message_id,
  });
  return {
    viewer: phone.viewer,
    link: (url) => followLink(phone, url),
    command: (text) => conversation.write(text, null),
    mention: (text) => followLink(phone, `https://t.me/${text.slice(1)}`),
    jump: (id) => conversation.jump(id),
    react: (message, emoji) => phone.do("react", { ...here(message), emoji }),
    vote: (message, options) => phone.do("vote", { ...here(message), options }),
    showPhoto: (src, words) => showPhoto(phone, src, words),
    menu: (message, mine) => messageMenu(conversation, message, mine),
    pressInline: (message, button, node) => pressInline(conversation, message, button, node),
    pressReply: (message, button, markup) => pressReply(conversation, message, button, markup),
  };
}

/** Open a link of the sandbox in this phone; gives false for links into the web. */
export function followLink(phone, url) {
  const link = parse(url);
  if (!link) return false;
  phone.openLink(link);
  return true;
}

function showPhoto(phone, src, words) {
  const image = el("img", { class: "large-photo", src, alt: words ?? "照片 Photo" });
  const save = el("a", { class: "press quiet", href: src, download: "photo.jpg" }, "保存 Save");
  sheet(phone.node, {
    zh: "照片",
    en: "Photo",
    name: "photo",
    body: [image, words ? el("p", { dir: "auto" }, words) : ""],
    buttons: [save],
  });
}

async function pressInline(conversation, message, button, node) {
  const { phone } = conversation;
  if (button.url) {
    if (!followLink(phone, button.url)) openOutside(button.url);
  } else if (button.copy_text) await copy(phone, button.copy_text.text);
  else if (button.callback_data) await pressCallback(conversation, message, button, node);
  else phone.say("沙盘里没有这个功能 Not available in the sandbox");
}

async function pressCallback(conversation, message, button, node) {
  const { phone } = conversation;
  node.setAttribute("aria-busy", "true");
  const query = await phone.do("press", {
    chat_id: conversation.chat.address,
    message_id: message.message_id,
    data_or_label: button.callback_data,
  });
  if (!query) {
    node.removeAttribute("aria-busy");
    return;
  }
  phone.awaitAnswer(
    query,
    (answered) => {
      node.removeAttribute("aria-busy");
      if (!answered) phone.say("机器人还没有回应 The bot has not answered");
    },
    PATIENCE,
  );
}

async function pressReply(conversation, message, button, markup) {
  const { phone } = conversation;
  const used = () => {
    if (markup.one_time_keyboard)
      phone.usedKeyboards.set(conversation.chat.key, message.message_id);
    conversation.update();
  };
  const send = async (act, args) => (await conversation.send(act, args)) && used();
  if (button.request_contact)
    contactQuestion(phone, conversation.chat, () => send("share_contact", {}));
  else if (button.request_location) locationSheet(phone, (place) => send("share_location", place));
  else if (button.request_users)
    peopleQuestion(phone, button.request_users, (users) =>
      answer(
        conversation,
        "share_users",
        { request_id: button.request_users.request_id, users },
        used,
      ),
    );
  else if (button.request_chat)
    chatQuestion(phone, button.request_chat, (shared) =>
      answer(
        conversation,
        "share_chat",
        { request_id: button.request_chat.request_id, shared },
        used,
      ),
    );
  else if (button.web_app) phone.say("沙盘里没有小程序 No Mini Apps in the sandbox");
  else if (await conversation.write(button.text, null)) used();
}

async function answer(conversation, act, args, used) {
  if (await conversation.phone.do(act, { chat_id: conversation.chat.address, ...args })) used();
}
