// What is behind "More" in a chat: block the bot, members, leaving, topics.
import { avatar, bi, el, field, press } from "./dom.js";
import { choices, confirm, sheet } from "./sheets.js";

const STATUS = { creator: ["群主", "owner"], administrator: ["管理员", "admin"], restricted: ["受限", "restricted"] };

/** Show what can be done with a chat as a whole. */
export function chatInfo(phone, chat, topic) {
  const items = chat.bot ? botItems(phone, chat) : groupItems(phone, chat, topic);
  choices(phone.node, { zh: chat.name, en: "", name: "chat", items });
}

function botItems(phone, chat) {
  const bot = phone.picture.bots.get(chat.bot);
  const block = chat.blocked
    ? { zh: "解除停用", en: "Unblock", icon: "lock", action: "unblock", onClick: () => phone.do("unblock", { bot_id: chat.bot }) }
    : { zh: "停用机器人", en: "Block the bot", icon: "block", action: "block", kind: "danger-item", onClick: () => blockBot(phone, chat) };
  return [
    { zh: "重新开始", en: "/start", icon: "play", action: "restart", onClick: () => phone.do("start", { bot: chat.bot }) },
    { zh: "链接", en: `t.me/${bot?.username ?? ""}`, icon: "link", action: "bot-link", onClick: () => phone.say(`t.me/${bot?.username}`) },
    block,
  ];
}

async function blockBot(phone, chat) {
  const agreed = await confirm(phone.node, { zh: `停用“${chat.name}”？`, en: "Block the bot?", name: "block", body: [el("p", {}, bi("它就不能再给您发消息了。以后可以解除。", "It can no longer write to you. You can undo this."))], yes: ["停用", "Block"], danger: true });
  if (agreed) phone.do("block", { bot_id: chat.bot });
}

function groupItems(phone, chat, topic) {
  const here = { chat_id: chat.address };
  return [
    { zh: "成员", en: `Members (${chat.members.length})`, icon: "people", action: "members", onClick: () => memberSheet(phone, chat) },
    { zh: "加人", en: "Add somebody", icon: "add", action: "add-member", onClick: () => addSheet(phone, chat) },
    chat.is_forum && !topic ? { zh: "新话题", en: "New topic", icon: "topic", action: "new-topic", onClick: () => topicSheet(phone, chat) } : null,
    topic && !topic.closed ? { zh: "关闭话题", en: "Close topic", icon: "lock", action: "close-topic", onClick: () => phone.do("close_topic", { ...here, thread: topic.message_thread_id }) } : null,
    topic?.closed ? { zh: "重开话题", en: "Reopen topic", icon: "topic", action: "reopen-topic", onClick: () => phone.do("reopen_topic", { ...here, thread: topic.message_thread_id }) } : null,
    { zh: "退出群", en: "Leave", icon: "leave", action: "leave", kind: "danger-item", onClick: () => leave(phone, chat) },
  ].filter(Boolean);
}

async function leave(phone, chat) {
  const agreed = await confirm(phone.node, { zh: `退出“${chat.name}”？`, en: "Leave the group?", name: "leave", yes: ["退出", "Leave"], danger: true });
  if (agreed) phone.do("leave", { chat_id: chat.address });
}

function memberSheet(phone, chat) {
  const { picture } = phone;
  const leads = STATUS[chat.members.find((member) => member.id === phone.viewer)?.status] !== undefined;
  const rows = chat.members.map((member) => {
    const words = el("span", { class: "row-words" }, el("bdi", { class: "row-name" }, picture.nameOf(member.id)), el("span", { class: "row-last" }, picture.bots.has(member.id) ? "机器人 bot " : "", (STATUS[member.status] ?? []).join(" ")));
    const more = leads && member.id !== phone.viewer && member.status !== "creator";
    const button = more ? press({ zh: "管理", en: "Manage", kind: "chip", action: "manage-member", data: { user: member.id }, onClick: () => { open.close(); manage(phone, chat, member); } }) : null;
    return el("div", { class: "member" }, avatar(picture.nameOf(member.id), member.id, picture.bots.has(member.id) ? "bot" : ""), words, button);
  });
  const open = sheet(phone.node, { zh: "成员", en: "Members", name: "members", body: rows });
}

function manage(phone, chat, member) {
  const who = { chat_id: chat.address, user_id: member.id };
  const admin = member.status === "administrator";
  choices(phone.node, {
    zh: phone.picture.nameOf(member.id),
    en: "",
    name: "member",
    items: [
      admin
        ? { zh: "撤下管理员", en: "Dismiss as admin", icon: "person", action: "demote", onClick: () => phone.do("demote", who, "actor_id") }
        : { zh: "设为管理员", en: "Make admin", icon: "person", action: "promote", onClick: () => phone.do("promote", who, "actor_id") },
      { zh: "移出群", en: "Remove", icon: "leave", action: "remove-member", kind: "danger-item", onClick: () => phone.do("remove", { ...who, ban: false }, "actor_id") },
    ],
  });
}

function addSheet(phone, chat) {
  const inside = new Set(chat.members.map((member) => member.id));
  const { users, bots } = phone.picture;
  const people = [...bots.values(), ...users.values()].filter((each) => !inside.has(each.id)).slice(0, 80);
  choices(phone.node, {
    zh: "加谁进群？",
    en: "Add whom?",
    name: "add",
    items: people.map((each) => ({ zh: phone.picture.nameOf(each.id), en: bots.has(each.id) ? "bot" : "", icon: "person", action: "add-person", data: { user: each.id }, onClick: () => phone.do("add_to_group", { chat_id: chat.address, user_id: each.id }, "actor_id") })),
  });
}

function topicSheet(phone, chat) {
  const name = el("input", { type: "text", maxlength: 128 });
  const open = sheet(phone.node, {
    zh: "新话题",
    en: "New topic",
    name: "topic",
    body: [field("名称", "Name", name)],
    buttons: [press({ zh: "建立", en: "Create", kind: "primary wide", action: "confirm", onClick: () => { open.close(); if (name.value.trim()) phone.do("create_topic", { chat_id: chat.address, name: name.value.trim() }); } })],
  });
}
