// The door for links: paste one (or read a QR code from a picture) and see where it leads.
import { control } from "./api.js";
import { bi, el, field, press } from "./dom.js";
import { parse } from "./links.js";
import { choices, sheet } from "./sheets.js";

const HINT = [
  "把邀请链接粘贴在这里，就像扫了二维码。",
  "Paste an invitation link, as if you had scanned its QR code.",
];

/** Ask for a link and open it as this person. */
export function linkSheet(phone) {
  const input = el("input", {
    type: "text",
    inputmode: "url",
    autocomplete: "off",
    placeholder: "t.me/…",
    data: { action: "link-field" },
  });
  const problem = el("p", { class: "problem", role: "alert" });
  const go = () => {
    const link = parse(input.value);
    if (!link) {
      problem.textContent = "这不是 t.me 链接 This is not a t.me link";
      input.focus();
      return;
    }
    open.close();
    openLink(phone, link);
  };
  input.addEventListener("keydown", (event) => event.key === "Enter" && go());
  const open = sheet(phone.node, {
    zh: "打开链接",
    en: "Open a link",
    name: "link",
    body: [
      el("p", { class: "hint" }, bi(...HINT)),
      field("链接", "Link", input),
      "BarcodeDetector" in window ? picture(input, problem) : "",
      problem,
    ],
    buttons: [
      press({ zh: "打开", en: "Open", kind: "primary wide", action: "go-link", onClick: go }),
    ],
  });
}

function picture(input, problem) {
  const file = el("input", { type: "file", accept: "image/*" });
  file.addEventListener("change", async () => {
    const codes = await new window.BarcodeDetector({ formats: ["qr_code"] })
      .detect(await createImageBitmap(file.files[0]))
      .catch(() => []);
    if (codes.length) input.value = codes[0].rawValue;
    else problem.textContent = "图片里没有找到二维码 No QR code found";
  });
  return field("或选二维码图片", "or a QR picture", file);
}

/** Open a t.me link as this person: into the chat it leads to. */
export async function openLink(phone, link) {
  try {
    const found = await control.openLink(phone.viewer, link);
    if (found.outcome === "choose") {
      chooseGroup(phone, found);
      return;
    }
    await phone.picture.look(phone.viewer);
    const chat = phone.picture
      .chatsOf(phone.viewer)
      .find((each) => each.address === (found.chat ?? found.bot) || each.id === found.chat);
    if (chat) phone.open(chat.key);
    phone.say(found.outcome === "asked" ? "已申请加入 Asked to join" : "已打开链接 Link opened");
  } catch (error) {
    phone.complain(error);
  }
}

function chooseGroup(phone, { bot, startgroup }) {
  const groups = phone.picture
    .chatsOf(phone.viewer)
    .filter((chat) => !chat.bot && chat.type !== "channel");
  choices(phone.node, {
    zh: "把机器人加到哪个群？",
    en: "Add the bot to which group?",
    name: "startgroup",
    items: groups.map((chat) => ({
      zh: chat.name,
      en: "",
      icon: "people",
      action: "pick-chat",
      data: { target: chat.id },
      onClick: async () => {
        if (
          await phone.do("start_in_group", { chat_id: chat.id, bot, payload: startgroup || null })
        )
          phone.open(chat.key);
      },
    })),
  });
}
