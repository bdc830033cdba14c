// Who is in a group, and what its administrators do about it.
import { avatar, el, press } from "./dom.js";
import { choices, sheet } from "./sheets.js";

const STATUS = {
  creator: ["群主", "owner"],
  administrator: ["管理员", "admin"],
  restricted: ["受限", "restricted"],
};

/** Show the members; administrators may manage them. */
export function memberSheet(phone, chat) {
  const { picture } = phone;
  const leads =
    STATUS[chat.members.find((member) => member.id === phone.viewer)?.status] !== undefined;
  const rows = chat.members.map((member) => {
    const words = el(
      "span",
      { class: "row-words" },
      el("bdi", { class: "row-name" }, picture.nameOf(member.id)),
      el(
        "span",
        { class: "row-last" },
        picture.bots.has(member.id) ? "机器人 bot " : "",
        (STATUS[member.status] ?? []).join(" "),
      ),
    );
    const more = leads && member.id !== phone.viewer && member.status !== "creator";
    const button = more
      ? press({
          zh: "管理",
          en: "Manage",
          kind: "chip",
          action: "manage-member",
          data: { user: member.id },
          onClick: () => {
            open.close();
            manage(phone, chat, member);
          },
        })
      : null;
    return el(
      "div",
      { class: "member" },
      avatar(picture.nameOf(member.id), member.id, picture.bots.has(member.id) ? "bot" : ""),
      words,
      button,
    );
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
        ? {
            zh: "撤下管理员",
            en: "Dismiss as admin",
            icon: "person",
            action: "demote",
            onClick: () => phone.do("demote", who, "actor_id"),
          }
        : {
            zh: "设为管理员",
            en: "Make admin",
            icon: "person",
            action: "promote",
            onClick: () => phone.do("promote", who, "actor_id"),
          },
      {
        zh: "移出群",
        en: "Remove",
        icon: "leave",
        action: "remove-member",
        kind: "danger-item",
        onClick: () => phone.do("remove", { ...who, ban: false }, "actor_id"),
      },
    ],
  });
}

/** Choose somebody (or a bot) to add. */
export function addSheet(phone, chat) {
  const inside = new Set(chat.members.map((member) => member.id));
  const { users, bots } = phone.picture;
  const people = [...bots.values(), ...users.values()]
    .filter((each) => !inside.has(each.id))
    .slice(0, 80);
  choices(phone.node, {
    zh: "加谁进群？",
    en: "Add whom?",
    name: "add",
    items: people.map((each) => ({
      zh: phone.picture.nameOf(each.id),
      en: bots.has(each.id) ? "bot" : "",
      icon: "person",
      action: "add-person",
      data: { user: each.id },
      onClick: () =>
        phone.do("add_to_group", { chat_id: chat.address, user_id: each.id }, "actor_id"),
    })),
  });
}
