// What a person attaches: photos, files, a voice, a place, a card.
import { control } from "./api.js";
import { el } from "./dom.js";
import { fullName } from "./picture.js";
import { locationSheet } from "./place.js";
import { samplePhoto, sampleVoice } from "./samples.js";
import { choices } from "./sheets.js";

/** Offer everything that can be attached; `send(act, arguments)` does it. */
export function attachSheet(phone, send) {
  const pick = (accept, multiple) =>
    pickFiles(accept, multiple).then((files) => sendFiles(files, send, phone));
  choices(phone.node, {
    zh: "发送什么？",
    en: "Send what?",
    name: "attach",
    items: [
      {
        zh: "照片",
        en: "Photo",
        icon: "photo",
        action: "attach-photo",
        onClick: () => pick("image/*", true),
      },
      {
        zh: "样例照片",
        en: "Sample photo",
        icon: "photo",
        action: "attach-sample-photo",
        onClick: async () => sendFiles([await samplePhoto()], send, phone),
      },
      {
        zh: "文件",
        en: "File",
        icon: "file",
        action: "attach-file",
        onClick: () => pick("", true),
      },
      {
        zh: "样例语音",
        en: "Sample voice",
        icon: "voice",
        action: "attach-voice",
        onClick: () => sendFiles([sampleVoice()], send, phone),
      },
      {
        zh: "位置",
        en: "Location",
        icon: "pin",
        action: "attach-location",
        onClick: () => locationSheet(phone, (place) => send("share_location", place)),
      },
      {
        zh: "名片",
        en: "Contact",
        icon: "person",
        action: "attach-contact",
        onClick: () => contactSheet(phone, (of) => send("share_contact", { of })),
      },
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
