// What this page knows of the world: people, chats and messages, kept up to date by events.
import { control } from "./api.js";
import { learnNow } from "./time.js";

const HISTORY_LIMIT = 400;

/** The name under which a private chat (of one person with one bot) or a group is kept. */
function chatKey(chat, viewer) {
  return chat.bot_id ? `p:${viewer}:${chat.bot_id}` : `g:${chat.id}`;
}

export class Picture {
  constructor() {
    this.users = new Map();
    this.bots = new Map();
    this.views = new Map();
    this.histories = new Map();
    this.loading = new Map();
    this.read = new Map();
  }

  /** Forget everything, as after a reset. */
  forget() {
    for (const map of [
      this.users,
      this.bots,
      this.views,
      this.histories,
      this.loading,
      this.read,
    ]) {
      map.clear();
    }
  }

  /** Load what one person sees: their chats and everything said in them. */
  async look(viewer) {
    const state = await control.state(viewer);
    learnNow(state.now);
    this.users = new Map(state.users.map((user) => [user.id, user]));
    this.bots = new Map(state.bots.map((bot) => [bot.id, bot]));
    const chats = state.chats.map((chat) => this.#named(chat, viewer));
    this.views.set(viewer, new Map(chats.map((chat) => [chat.key, chat])));
    await Promise.all(chats.map((chat) => this.#recall(chat, viewer)));
    return state;
  }

  #named(chat, viewer) {
    const bot = chat.bot_id ?? null;
    const name = chat.title ?? this.bots.get(bot)?.name ?? String(chat.id);
    // A private chat is addressed by its bot: that stays right when there are several.
    return { ...chat, key: chatKey(chat, viewer), bot, name, address: bot ?? chat.id };
  }

  async #recall(chat, viewer) {
    if (!this.loading.has(chat.key)) this.loading.set(chat.key, this.#load(chat, viewer));
    await this.loading.get(chat.key);
    const name = `${viewer} ${chat.key}`;
    if (!this.read.has(name)) this.read.set(name, this.newestId(chat.key));
  }

  async #load(chat, viewer) {
    const messages = new Map();
    this.histories.set(chat.key, messages);
    const answer = await control.history(chat.address, viewer, HISTORY_LIMIT).catch(() => ({}));
    for (const message of answer.messages ?? []) messages.set(message.message_id, message);
  }

  /** The chats of a person, newest first. */
  chatsOf(viewer) {
    const chats = [...(this.views.get(viewer)?.values() ?? [])];
    return chats.sort((a, b) => (this.newest(b.key)?.date ?? 0) - (this.newest(a.key)?.date ?? 0));
  }

  chat(viewer, key) {
    return this.views.get(viewer)?.get(key);
  }

  /** The messages of a chat, oldest first. */
  messages(key) {
    return [...(this.histories.get(key)?.values() ?? [])].sort(
      (a, b) => a.message_id - b.message_id,
    );
  }

  message(key, id) {
    return this.histories.get(key)?.get(id);
  }

  newest(key) {
    let last = null;
    for (const message of this.histories.get(key)?.values() ?? []) {
      if (!last || message.message_id > last.message_id) last = message;
    }
    return last;
  }

  newestId(key) {
    return this.newest(key)?.message_id ?? 0;
  }

  /** Count what others said in a chat since this person last looked. */
  unread(viewer, chat) {
    const seen = this.read.get(`${viewer} ${chat.key}`) ?? 0;
    let count = 0;
    for (const message of this.histories.get(chat.key)?.values() ?? []) {
      if (message.message_id > seen && message.from?.id !== viewer) count += 1;
    }
    return count;
  }

  markSeen(viewer, chat) {
    this.read.set(`${viewer} ${chat.key}`, this.newestId(chat.key));
  }

  /** Take in an event about a message; gives the key of the chat it changed, or null. */
  takeIn(event) {
    if (event.chat_id === undefined) return null;
    const key = event.chat_id < 0 ? `g:${event.chat_id}` : this.#privateKey(event);
    const messages = this.histories.get(key);
    if (!messages) return key;
    const { message } = event;
    if (event.type === "deleted") messages.delete(event.message_id);
    else if (message) messages.set(message.message_id, message);
    return key;
  }

  /** Give the key of the chat an event names, as one person keeps it. */
  keyFor(event, viewer) {
    if (event.chat_id < 0) return `g:${event.chat_id}`;
    return event.chat_id === viewer ? `p:${viewer}:${event.user_id}` : null;
  }

  #privateKey(event) {
    return `p:${event.chat_id}:${event.bot_id ?? [...this.bots.keys()][0]}`;
  }

  /** Give the name of a person, bot or chat as it should be shown. */
  nameOf(id) {
    const account = this.users.get(id) ?? this.bots.get(id);
    return account ? fullName(account) : `#${id}`;
  }
}

/** Join first and last name, in whichever shape the account comes. */
export function fullName(account) {
  const first = account.first_name ?? account.name ?? "";
  return account.last_name ? `${first} ${account.last_name}` : first;
}

/** Who speaks: the account or, for channels and anonymous administrators, the chat. */
export function speaker(message) {
  const chat = message.sender_chat;
  if (chat) return { id: chat.id, name: chat.title ?? chat.username ?? "", anonymous: true };
  if (!message.from) return { id: 0, name: "" };
  return { id: message.from.id, name: fullName(message.from), bot: message.from.is_bot };
}
