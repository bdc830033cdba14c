// The grey lines between messages: who came, who left, what was pinned.
import { fullName } from "./picture.js";

const LINES = {
  new_chat_members: (value) => [`${names(value)} 加入了群`, "joined"],
  left_chat_member: (value) => [`${fullName(value)} 离开了群`, "left"],
  new_chat_title: (value) => [`群名改为“${value}”`, "renamed the group"],
  new_chat_photo: () => ["换了群头像", "changed the photo"],
  delete_chat_photo: () => ["删除了群头像", "removed the photo"],
  group_chat_created: () => ["建立了群", "group created"],
  supergroup_chat_created: () => ["建立了群", "group created"],
  migrate_to_chat_id: () => ["本群已升级，请到新群继续", "group upgraded"],
  migrate_from_chat_id: () => ["由旧群升级而来", "upgraded from a group"],
  pinned_message: (value) => [`置顶了“${excerpt(value)}”`, "pinned"],
  forum_topic_created: (value) => [`新话题“${value.name}”`, "topic opened"],
  forum_topic_edited: (value) => [
    value.name ? `话题改名为“${value.name}”` : "话题换了图标",
    "topic changed",
  ],
  forum_topic_closed: () => ["话题已关闭", "topic closed"],
  forum_topic_reopened: () => ["话题已重新打开", "topic reopened"],
  general_forum_topic_hidden: () => ["隐藏了“综合”话题", "General hidden"],
  general_forum_topic_unhidden: () => ["显示了“综合”话题", "General shown"],
  users_shared: (value) => [`选择了 ${value.users?.length ?? 0} 人`, "shared people"],
  chat_shared: (value) => [`选择了群“${value.title ?? value.chat_id}”`, "shared a chat"],
  web_app_data: (value) => [`小程序“${value.button_text}”交回了数据`, "Mini App data"],
  message_auto_delete_timer_changed: () => ["改了自动删除的时间", "timer changed"],
  write_access_allowed: () => ["允许机器人发消息", "bot may write"],
};

/** Give [Chinese, English] for a service message, or null for an ordinary one. */
export function serviceLine(message) {
  const kind = Object.keys(LINES).find((name) => message[name] !== undefined);
  if (!kind) return null;
  const [zh, en] = LINES[kind](message[kind]);
  const actor = message.from && !/加入了|离开了|升级/.test(zh) ? `${fullName(message.from)} ` : "";
  return [`${actor}${zh}`, en];
}

function names(people) {
  return people.map(fullName).join("、");
}

const KINDS = {
  photo: "[照片 Photo]",
  video: "[视频 Video]",
  animation: "[动图 GIF]",
  voice: "[语音 Voice]",
  audio: "[音频 Audio]",
  video_note: "[视频 Video]",
  sticker: "[贴纸 Sticker]",
  location: "[位置 Location]",
  venue: "[地点 Place]",
};

/** Say a message in one short line. */
export function excerpt(message, limit = 60) {
  const line = serviceLine(message);
  if (line) return line[0];
  const words = message.text ?? message.caption ?? "";
  const kind = Object.keys(KINDS).find((name) => message[name]);
  let shown = kind ? `${KINDS[kind]} ${words}` : words;
  if (message.contact) shown = `[名片 Contact] ${fullName(message.contact)}`;
  else if (message.document && !kind)
    shown = `[文件 File] ${message.document.file_name ?? ""} ${words}`;
  else if (message.poll) shown = `[投票 Poll] ${message.poll.question}`;
  const characters = [...shown.replace(/\s+/g, " ").trim()];
  return characters.length > limit
    ? `${characters.slice(0, limit).join("")}…`
    : characters.join("");
}
