// How messages are gathered: by topic, into albums, and into runs of one speaker.
import { serviceLine } from "./service.js";

const JOIN_WITHIN = 300;
export const GENERAL = 1;

/** The topic a message stands in; what names none stands in General. */
export function threadOf(message) {
  return message.is_topic_message ? message.message_thread_id : GENERAL;
}

/** Gather messages into units: albums together, and a mark on what continues the one before. */
export function unitsOf(messages) {
  const units = [];
  for (const message of messages) {
    const last = units.at(-1);
    const album = message.media_group_id;
    if (last && album && last.messages[0].media_group_id === album) last.messages.push(message);
    else
      units.push({
        messages: [message],
        joined: Boolean(last) && continues(last.messages[0], message),
      });
  }
  return units;
}

function continues(before, message) {
  if (serviceLine(before) || serviceLine(message)) return false;
  const same =
    before.from?.id === message.from?.id && before.sender_chat?.id === message.sender_chat?.id;
  return same && message.date - before.date < JOIN_WITHIN;
}
