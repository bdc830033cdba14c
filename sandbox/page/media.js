// What a message carries besides words: pictures, files, places, cards, polls.
import { control } from "./api.js";
import { avatar, bi, el, icon, press } from "./dom.js";
import { rich } from "./entities.js";
import { fullName } from "./picture.js";

/** Give the nodes for everything a message carries. */
export function attachments(message, act) {
  const nodes = [];
  if (message.photo) nodes.push(photo(message, act));
  if (message.video || message.animation || message.video_note) nodes.push(video(message));
  else if (message.document) nodes.push(file(message.document));
  if (message.voice || message.audio) nodes.push(sound(message));
  if (message.sticker)
    nodes.push(
      el("img", {
        class: "sticker",
        alt: message.sticker.emoji ?? "贴纸 Sticker",
        src: control.fileUrl(message.sticker.file_id),
      }),
    );
  if (message.venue)
    nodes.push(place(message.venue.location, message.venue.title, message.venue.address));
  else if (message.location) nodes.push(place(message.location));
  if (message.contact) nodes.push(card(message.contact));
  if (message.poll) nodes.push(poll(message, act));
  return nodes;
}

/** The picture of a photo message; pressing it shows it large. */
export function photo(message, act) {
  const largest = message.photo[message.photo.length - 1];
  const src = control.fileUrl(largest.file_id);
  const image = el("img", {
    src,
    alt: message.caption ?? "照片 Photo",
    loading: "lazy",
    width: largest.width,
    height: largest.height,
  });
  return el(
    "button",
    {
      type: "button",
      class: "photo",
      "aria-label": "放大照片 Enlarge photo",
      data: { action: "open-photo" },
      on: { click: () => act.showPhoto(src, message.caption) },
    },
    image,
  );
}

function video(message) {
  const film = message.video ?? message.animation ?? message.video_note;
  return el("video", {
    class: "video",
    controls: true,
    preload: "metadata",
    src: control.fileUrl(film.file_id),
  });
}

function sound(message) {
  const track = message.voice ?? message.audio;
  return el(
    "div",
    { class: "sound" },
    el(
      "span",
      { class: "sound-name" },
      icon("voice"),
      message.audio?.title ?? message.audio?.file_name ?? "语音 Voice",
      ` ${track.duration ?? 0}″`,
    ),
    el("audio", { controls: true, preload: "none", src: control.fileUrl(track.file_id) }),
  );
}

function file(document) {
  const name = document.file_name ?? "文件 File";
  return el(
    "a",
    {
      class: "file",
      href: control.fileUrl(document.file_id),
      download: name,
      data: { action: "download" },
    },
    el("span", { class: "file-icon" }, icon("file")),
    el(
      "span",
      { class: "file-words" },
      el("span", { class: "file-name", dir: "auto" }, name),
      el("span", { class: "file-size" }, `${size(document.file_size ?? 0)} · 下载 Download`),
    ),
    icon("download"),
  );
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2
    ? `${(bytes / 1024).toFixed(1)} KB`
    : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function place(location, title, address) {
  const numbers = `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`;
  return el(
    "div",
    { class: "place" },
    el("div", { class: "place-map" }, icon("pin")),
    el(
      "div",
      { class: "place-words" },
      el("strong", { dir: "auto" }, title || bi("位置", "Location")),
      address ? el("span", { dir: "auto" }, address) : null,
      el("span", { class: "numbers" }, numbers),
    ),
  );
}

function card(contact) {
  return el(
    "div",
    { class: "card" },
    avatar(contact.first_name, contact.user_id ?? 0),
    el(
      "div",
      { class: "card-words" },
      el("strong", { dir: "auto" }, fullName(contact)),
      el("span", { class: "numbers" }, contact.phone_number),
    ),
  );
}

function poll(message, act) {
  const { poll: asked } = message;
  const mine = message.votes?.[String(act.viewer)] ?? [];
  const form = el("div", { class: "poll" });
  const head = [
    asked.type === "quiz" ? "测验 Quiz" : "投票 Poll",
    asked.is_anonymous ? "匿名 anonymous" : "实名 public",
    asked.allows_multiple_answers ? "可多选 multiple" : null,
    asked.is_closed ? "已结束 closed" : null,
  ];
  form.append(
    el(
      "div",
      { class: "poll-question", dir: "auto" },
      rich(asked.question, asked.question_entities, act),
    ),
    el("div", { class: "poll-kind" }, head.filter(Boolean).join(" · ")),
    ...asked.options.map((option, place) => choice(message, option, place, mine, act)),
    el("div", { class: "poll-kind" }, `${asked.total_voter_count} 人已投 votes`),
  );
  if (mine.length && !asked.is_closed && asked.type !== "quiz") {
    form.append(
      press({
        zh: "收回",
        en: "Retract",
        kind: "quiet",
        action: "retract-vote",
        onClick: () => act.vote(message, []),
      }),
    );
  }
  return form;
}

function choice(message, option, place, mine, act) {
  const { poll: asked } = message;
  const chosen = mine.includes(place);
  const shown = mine.length > 0 || asked.is_closed;
  const share = asked.total_voter_count
    ? Math.round((100 * option.voter_count) / asked.total_voter_count)
    : 0;
  const right =
    shown &&
    asked.type === "quiz" &&
    (asked.correct_option_ids ?? [asked.correct_option_id]).includes(place);
  const next = asked.allows_multiple_answers
    ? chosen
      ? mine.filter((each) => each !== place)
      : [...mine, place]
    : [place];
  return el(
    "button",
    {
      type: "button",
      class: `choice ${chosen ? "chosen" : ""} ${right ? "right" : ""}`,
      "aria-pressed": String(chosen),
      disabled: asked.is_closed || (asked.type === "quiz" && mine.length > 0),
      data: { action: "vote", option: place },
      on: { click: () => act.vote(message, next) },
    },
    el("span", { class: "choice-mark" }, chosen ? icon("check") : null),
    el("span", { class: "choice-words", dir: "auto" }, option.text),
    shown ? el("span", { class: "choice-share" }, `${share}%`) : null,
    shown ? el("meter", { min: 0, max: 100, value: share, "aria-label": `${share}%` }) : null,
  );
}
