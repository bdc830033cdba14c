// What a reply keyboard may ask for: the phone number, people, a chat.
import { bi, el, press } from "./dom.js";
import { fullName } from "./picture.js";
import { choices, confirm, sheet } from "./sheets.js";

/** Ask before a phone number leaves, as the real app does. */
export async function contactQuestion(phone, chat, send) {
  const own = phone.picture.users.get(phone.viewer);
  if (!own?.phone) {
    phone.say("这个人没有登记手机号 This person has no phone number");
    return;
  }
  const agreed = await confirm(phone.node, {
    zh: "发送手机号？",
    en: "Share your number?",
    name: "share-contact",
    body: [
      el(
        "p",
        { class: "alert-words" },
        bi(`“${chat.name}”会看到您的手机号：`, "The bot will see your number:"),
      ),
      el("p", { class: "big-number" }, own.phone),
    ],
    yes: ["发送手机号", "Share"],
  });
  if (agreed) send();
}

/** Let a person choose other people for a button that asks for them. */
export function peopleQuestion(phone, asked, send) {
  const people = [...phone.picture.users.values()].filter((user) => user.id !== phone.viewer);
  const most = asked.max_quantity ?? 1;
  const boxes = people.map((user) => el("input", { type: "checkbox", value: user.id }));
  const rows = people.map((user, place) =>
    el("label", { class: "tick" }, boxes[place], el("bdi", {}, fullName(user))),
  );
  const open = sheet(phone.node, {
    zh: `选人（最多 ${most} 位）`,
    en: `Choose people (at most ${most})`,
    name: "people",
    body: [el("div", { class: "choices" }, rows)],
    buttons: [
      press({
        zh: "确定",
        en: "OK",
        kind: "primary wide",
        action: "confirm",
        onClick: () => {
          const chosen = boxes
            .filter((box) => box.checked)
            .map((box) => Number(box.value))
            .slice(0, most);
          open.close();
          if (chosen.length) send(chosen);
        },
      }),
    ],
  });
}

/** Let a person choose one of their groups for a button that asks for one. */
export function chatQuestion(phone, asked, send) {
  const wanted = asked.chat_is_channel ? ["channel"] : ["group", "supergroup"];
  const chats = phone.picture.chatsOf(phone.viewer).filter((chat) => wanted.includes(chat.type));
  choices(phone.node, {
    zh: "选哪个群？",
    en: "Which group?",
    name: "chats",
    items: chats.map((chat) => ({
      zh: chat.name,
      en: "",
      icon: "people",
      action: "pick-chat",
      data: { target: chat.id },
      onClick: () => send(chat.id),
    })),
  });
}
