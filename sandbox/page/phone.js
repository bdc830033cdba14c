// One phone: a persona, their list of chats, the chat that is open, and everything they do.
import { control, Refused } from "./api.js";
import { chatList, topicList } from "./chatlist.js";
import { Conversation } from "./conversation.js";
import { avatar, bi, el, keepPlace, press } from "./dom.js";
import { parse } from "./links.js";
import { linkSheet, openLink } from "./linkdoor.js";
import { chatInfo } from "./info.js";
import { personSheet } from "./persons.js";
import { fullName } from "./picture.js";
import { alertBox, toast } from "./sheets.js";

const ROLES = {
  deputy: ["代表", "Deputy"],
  staff: ["工作人员", "Staff"],
  voter: ["选民", "Voter"],
};
const TYPING_TIME = 5000;

export class Phone {
  /** `persona`: {slot, user_id, role, note}; `picture` is shared by all phones. */
  constructor(persona, picture, layout, world) {
    this.persona = persona;
    this.picture = picture;
    this.layout = layout;
    this.world = world;
    this.viewer = persona.user_id;
    this.usedKeyboards = new Map();
    this.waiting = new Map();
    this.busy = new Map();
    this.head = el("header", { class: "persona" });
    this.screen = el("div", { class: "screen" });
    this.node = el(
      "section",
      {
        class: `phone ${persona.slot}`,
        id: `phone-${persona.slot}`,
        data: { persona: persona.slot },
      },
      this.head,
      this.screen,
    );
    this.draw();
  }

  get user() {
    return this.picture.users.get(this.viewer);
  }

  get role() {
    return (
      ROLES[this.persona.role] ?? [
        this.persona.role ?? ROLES[this.persona.slot][0],
        this.persona.role ? "" : ROLES[this.persona.slot][1],
      ]
    );
  }

  /** How many messages this person has not seen, over all chats. */
  get unread() {
    return this.picture
      .chatsOf(this.viewer)
      .reduce((sum, chat) => sum + this.picture.unread(this.viewer, chat), 0);
  }

  /** Draw everything again. */
  draw() {
    this.#drawHead();
    this.#drawScreen();
  }

  #drawHead() {
    const { user } = this;
    const name = user ? fullName(user) : "…";
    this.node.setAttribute("aria-label", `${this.role[0]} ${name}`);
    this.node.classList.toggle("big", Boolean(user?.big_font));
    this.head.replaceChildren(
      avatar(name, this.viewer, "persona-avatar"),
      el(
        "div",
        { class: "persona-words" },
        el("span", { class: "persona-role" }, bi(...this.role)),
        el("bdi", { class: "persona-name" }, name),
      ),
      press({
        zh: "换人",
        en: "Switch",
        icon: "switch",
        kind: "on-dark",
        action: "switch-person",
        onClick: () => personSheet(this),
      }),
    );
  }

  #drawScreen() {
    const chat = this.openKey ? this.picture.chat(this.viewer, this.openKey) : null;
    if (this.openKey && !chat) this.openKey = this.openTopic = null;
    if (!chat) {
      this.conversation = null;
      keepPlace(this.screen, () => this.screen.replaceChildren(chatList(this)));
    } else if (chat.is_forum && !this.openTopic) {
      this.conversation = null;
      keepPlace(this.screen, () =>
        this.screen.replaceChildren(this.#title(chat, null), topicList(this, chat)),
      );
      this.picture.markSeen(this.viewer, chat);
    } else this.#drawConversation(chat);
    this.world.tabsChanged();
  }

  #drawConversation(chat) {
    const topic = chat.is_forum ? this.#topic(chat) : null;
    const shown = this.conversation;
    const same =
      shown?.chat.key === chat.key &&
      shown.topic?.message_thread_id === topic?.message_thread_id &&
      shown.node.isConnected;
    if (!same) {
      this.conversation = new Conversation(this, chat, topic);
      this.titleNode = this.#title(chat, topic);
      this.screen.replaceChildren(this.titleNode, this.conversation.node);
    } else {
      const title = this.#title(chat, topic);
      if (title.textContent !== this.titleNode.textContent) {
        this.titleNode.replaceWith(title);
        this.titleNode = title;
      }
      shown.topic = topic;
    }
    this.conversation.update(chat);
  }

  #topic(chat) {
    return (
      (chat.topics ?? []).find((topic) => topic.message_thread_id === this.openTopic) ?? {
        message_thread_id: this.openTopic,
        name: "…",
      }
    );
  }

  #title(chat, topic) {
    const back = press({
      zh: "返回",
      en: "Back",
      icon: "back",
      kind: "quiet back",
      action: "back",
      onClick: () => this.back(),
    });
    const info = press({
      zh: "更多",
      en: "More",
      icon: "more",
      kind: "quiet",
      action: "chat-info",
      onClick: () => chatInfo(this, chat, topic),
    });
    const busy = this.busy.get(chat.key);
    const under = busy
      ? bi("正在输入…", "typing…")
      : chat.bot
        ? bi("机器人", "bot")
        : bi(`${chat.members?.length ?? 0} 人`, "members");
    return el(
      "div",
      { class: "chat-title" },
      back,
      el(
        "div",
        { class: "title-words" },
        el("bdi", { class: "title-name" }, topic ? `${topic.name}` : chat.name),
        el("span", { class: "title-under" }, topic ? el("bdi", {}, chat.name) : under),
      ),
      info,
    );
  }

  /** Go one screen up. */
  back() {
    if (this.openTopic) this.openTopic = null;
    else this.openKey = null;
    this.#drawScreen();
    this.screen.querySelector("button")?.focus();
  }

  /** Open a chat, or one topic of it. */
  open(key, topic = null) {
    this.openKey = key;
    this.openTopic = topic;
    this.conversation = null;
    this.#drawScreen();
  }

  /** React to a change in a chat this person may see. */
  changed(key) {
    if (!key || !this.picture.chat(this.viewer, key)) return;
    this.busy.delete(key);
    if (this.openKey === key || !this.openKey) this.#drawScreen();
    else this.world.tabsChanged();
  }

  /** A bot shows that it is busy in a chat. */
  typing(key) {
    if (this.openKey !== key) return;
    clearTimeout(this.busy.get(key));
    this.busy.set(
      key,
      setTimeout(() => {
        this.busy.delete(key);
        this.#drawScreen();
      }, TYPING_TIME),
    );
    this.#drawScreen();
  }

  /** Do something as this person; gives the result (true if it has none), or null after a refusal. */
  async do(act, args = {}, who = "user_id") {
    try {
      return (await control.act(act, { [who]: this.viewer, ...args })) ?? true;
    } catch (error) {
      this.complain(error);
      return null;
    }
  }

  /** Say why something did not work. */
  complain(error) {
    this.say(
      error instanceof Refused
        ? `不行 Refused: ${error.message}`
        : `没有发出去 Not sent: ${error.message}`,
      "error",
    );
  }

  say(words, kind = "") {
    toast(this.node, words, kind);
  }

  /** Wait for the answer to a press; `done(answered)` is called once. */
  awaitAnswer(query, done, patience) {
    if (this.early?.delete(query)) {
      done(true);
      return;
    }
    const timer = setTimeout(() => {
      this.waiting.delete(query);
      done(false);
    }, patience);
    this.waiting.set(query, () => {
      clearTimeout(timer);
      done(true);
    });
  }

  /** Show a bot's answer to a press. */
  answered(event) {
    const wake = this.waiting.get(event.query_id);
    this.waiting.delete(event.query_id);
    if (wake) wake();
    else (this.early ??= new Set()).add(event.query_id);
    if (event.url && parse(event.url)) this.openLink(parse(event.url));
    if (!event.text) return;
    if (event.show_alert) alertBox(this.node, event.text);
    else this.say(event.text, "answer");
  }

  linkSheet() {
    linkSheet(this);
  }

  openLink(link) {
    return openLink(this, link);
  }

  /** Hand this phone to somebody else. */
  async become(userId) {
    this.viewer = userId;
    this.openKey = this.openTopic = this.conversation = null;
    this.persona = { ...this.persona, note: null };
    await this.picture.look(userId);
    this.draw();
  }
}
