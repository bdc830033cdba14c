// What a person attaches: photos, files, a voice, a place, a card.
import { control } from "./api.js";
import { el } from "./dom.js";
import { fullName } from "./picture.js";
import { locationSheet } from "./place.js";
import { samplePhoto, sampleVoice } from "./samples.js";
import { choices, item } from "./sheets.js";

/** Offer everything that can be attached; `send(act, arguments)` does it. */
export function attachSheet(phone, send) {
  const go = (files) => sendFiles(files, send, phone);
  const photos = async () => go(await pickFiles("image/*", true));
  const sample = async () => go([await samplePhoto()]);
  const files = async () => go(await pickFiles("", true));
  const place = () => locationSheet(phone, (found) => send("share_location", found));
  const card = () => contactSheet(phone, (of) => send("share_contact", { of }));
  choices(phone.node, {
    zh: "发送什么？",
    en: "Send what?",
    name: "attach",
    items: [
      item("照片", "Photo", "photo", "attach-photo", photos),
      item("样例照片", "Sample photo", "photo", "attach-sample-photo", sample),
      item("文件", "File", "file", "attach-file", files),
      item("样例语音", "Sample voice", "voice", "attach-voice", () => go([sampleVoice()])),
      item("位置", "Location", "pin", "attach-location", place),
      item("名片", "Contact", "person", "attach-contact", card),
    ],
  });
}

function pickFiles(accept, multiple) {
  return new Promise((resolve) => {
    const input = el("input", {
      type: "file",
      class: "hidden-input",
      accept: accept || undefined,
      multiple,
      "aria-label": "选择文件 Choose files",
    });
    input.addEventListener("change", () => {
      resolve([...input.files]);
      input.remove();
    });
    input.addEventListener("cancel", () => {
      resolve([]);
      input.remove();
    });
    document.body.append(input);
    input.click();
  });
}

/** Send files: pictures as photos (several together form an album), the rest as what they are. */
export async function sendFiles(files, send, phone) {
  const album = files.length > 1 ? `album-${Date.now()}` : undefined;
  for (const file of files) {
    try {
      const content = await control.upload(file, file.name);
      await send(actFor(file), { content, filename: file.name, album });
    } catch (error) {
      phone.complain(error);
      return;
    }
  }
}

function actFor(file) {
  if (/^image\/(png|jpeg|webp)$/.test(file.type)) return "send_photo";
  if (file.type.startsWith("video/")) return "send_video";
  return file.voice ? "send_voice" : "send_document";
}

/** Let a person choose whose card to send. */
export function contactSheet(phone, send) {
  const people = [...phone.picture.users.values()].filter((user) => user.phone);
  const own = people.filter((user) => user.id === phone.viewer);
  const others = people.filter((user) => user.id !== phone.viewer);
  choices(phone.node, {
    zh: "发送谁的名片？",
    en: "Whose contact?",
    name: "contact",
    items: [...own, ...others].slice(0, 60).map((user) => ({
      zh: user.id === phone.viewer ? `我自己 ${user.phone}` : `${fullName(user)} ${user.phone}`,
      en: user.id === phone.viewer ? "me" : "",
      icon: "person",
      action: "pick-contact",
      data: { user: user.id },
      onClick: () => send(user.id),
    })),
  });
}
