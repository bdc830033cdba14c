// One chat (or one topic of it) on one phone: its messages and what can be done with them.
import { control } from "./api.js";
import { dayLine, unitNode } from "./bubble.js";
import { Compose } from "./compose.js";
import { bi, el, press } from "./dom.js";
import { messageActs } from "./gestures.js";
import { bigButton, currentKeyboard } from "./keyboards.js";
import { excerpt } from "./service.js";
import { dayKey } from "./time.js";
import { GENERAL, threadOf, unitsOf } from "./units.js";

const SHOWN = 150;
const NEAR = 80;

export class Conversation {
  constructor(phone, chat, topic) {
    this.phone = phone;
    this.chat = chat;
    this.topic = topic;
    this.limit = SHOWN;
    this.nodes = new Map();
    this.act = messageActs(this);
    this.compose = new Compose(phone, this);
    this.scroller = el("div", {
      class: "messages",
      role: "log",
      "aria-label": "消息 Messages",
      tabindex: "0",
    });
    this.newer = press({
      zh: "最新",
      en: "Newest",
      icon: "down",
      kind: "newer",
      action: "newest",
      onClick: () => this.toBottom(),
    });
    this.newer.hidden = true;
    this.foot = el("div", { class: "foot" });
    this.pinned = el("div", { class: "pinned-place" });
    this.node = el(
      "section",
      {
        class: "conversation",
        data: { chat: chat.id, ...(topic ? { topic: topic.message_thread_id } : {}) },
      },
      this.pinned,
      el("div", { class: "messages-place" }, this.scroller, this.newer),
      this.foot,
    );
    this.scroller.addEventListener("scroll", () => this.#scrolled());
    this.loadCommands();
  }

  get viewer() {
    return this.phone.viewer;
  }

  async loadCommands() {
    const { viewer, chat } = this;
    const found = await control.commands(viewer, chat.address).catch(() => ({ commands: [] }));
    this.compose.setCommands(found.commands);
  }

  /** The messages of this chat that belong to this topic. */
  messages() {
    const all = this.phone.picture.messages(this.chat.key);
    return this.topic
      ? all.filter((message) => threadOf(message) === this.topic.message_thread_id)
      : all;
  }

  /** Draw what has changed; stays at the bottom if it was there. */
  update(chat) {
    if (chat) this.chat = chat;
    const atBottom = this.#isAtBottom() || !this.drawn;
    const messages = this.messages();
    this.#drawMessages(messages.slice(-this.limit), messages.length > this.limit);
    this.#drawFoot(messages);
    this.#drawPinned(messages);
    this.phone.picture.markSeen(this.viewer, this.chat);
    if (atBottom) this.toBottom();
    else this.newer.hidden = false;
    this.drawn = true;
  }

  #drawMessages(messages, more) {
    const nodes = more
      ? [
          press({
            zh: "更早的消息",
            en: "Earlier",
            kind: "quiet earlier",
            action: "earlier",
            onClick: () => {
              this.limit += SHOWN;
              this.update();
            },
          }),
        ]
      : [];
    const fresh = new Map();
    let day = null;
    for (const unit of unitsOf(messages)) {
      const today = dayKey(unit.messages[0].date);
      if (today !== day) nodes.push(dayLine(unit.messages[0].date));
      if (today !== day) unit.joined = false;
      day = today;
      const name = unit.messages[0].message_id;
      const look = JSON.stringify(unit);
      const known = this.nodes.get(name);
      const node =
        known?.look === look
          ? known.node
          : unitNode(unit, { act: this.act, group: this.chat.type !== "private" });
      fresh.set(name, { look, node });
      nodes.push(node);
    }
    this.nodes = fresh;
    place(this.scroller, nodes.length ? nodes : [this.#emptiness()]);
  }

  #drawPinned(messages) {
    const ids = new Set(this.chat.pinned ?? []);
    const message = messages.findLast((each) => ids.has(each.message_id));
    const words = message ? excerpt(message) : null;
    if (words === this.pinnedWords) return;
    this.pinnedWords = words;
    const bar = message
      ? press({
          zh: `置顶 Pinned: ${words}`,
          icon: "pin",
          kind: "pinned",
          action: "pinned",
          onClick: () => this.jump(message.message_id),
        })
      : "";
    this.pinned.replaceChildren(bar);
  }

  #emptiness() {
    if (this.chat.bot)
      return el(
        "div",
        { class: "empty" },
        el("p", {}, bi(`这里是和“${this.chat.name}”的对话。`, "Your chat with the bot.")),
        el("p", {}, bi("按下面的“开始”打个招呼。", "Press START below to say hello.")),
      );
    return el("div", { class: "empty" }, bi("还没有消息。", "No messages yet."));
  }

  #drawFoot(messages) {
    const { chat, phone } = this;
    const wanted = this.#footKind(messages);
    if (wanted !== this.footKind) {
      this.footKind = wanted;
      const feet = {
        compose: () => this.compose.node,
        start: () =>
          bigButton("开始", "START", "start", () => phone.do("start", { bot: chat.bot }), "play"),
        blocked: () =>
          bigButton(
            "解除停用",
            "Unblock the bot",
            "unblock",
            () => phone.do("unblock", { bot_id: chat.bot }),
            "lock",
          ),
        closed: () =>
          el("p", { class: "foot-note" }, bi("这个话题已关闭。", "This topic is closed.")),
        readonly: () =>
          el(
            "p",
            { class: "foot-note" },
            bi("只有管理员能在这里发言。", "Only administrators write here."),
          ),
      };
      this.foot.replaceChildren(feet[wanted]());
    }
    const username = phone.picture.users.get(this.viewer)?.username;
    this.compose.setKeyboard(
      currentKeyboard(messages, this.viewer, username, phone.usedKeyboards.get(chat.key)),
    );
  }

  #footKind(messages) {
    const { chat } = this;
    const own = chat.members?.find((member) => member.id === this.viewer)?.status;
    const leads = own === "creator" || own === "administrator";
    if (chat.bot && chat.blocked) return "blocked";
    if (chat.bot && !chat.started && !messages.some((message) => message.from?.id === this.viewer))
      return "start";
    if (chat.type === "channel" && !leads) return "readonly";
    return this.topic?.closed && !leads ? "closed" : "compose";
  }

  /** Send what the person wrote; gives whether it went. */
  write(text, replying) {
    return this.send("write", { text, reply_to: replying?.message_id });
  }

  /** Do an act in this chat and topic. */
  send(act, args) {
    const thread =
      this.topic && this.topic.message_thread_id !== GENERAL
        ? this.topic.message_thread_id
        : undefined;
    return this.phone.do(act, { chat_id: this.chat.address, thread, ...args });
  }

  edit(message, text) {
    return this.phone.do("edit", {
      chat_id: this.chat.address,
      message_id: message.message_id,
      text,
    });
  }

  /** Begin to change the newest text this person wrote. */
  editLast() {
    const own = this.messages().filter(
      (message) => message.from?.id === this.viewer && message.text && !message.forward_origin,
    );
    if (own.length) this.compose.startEditing(own.at(-1));
  }

  /** Bring a message into view and let it glow for a moment. */
  jump(id) {
    const node = this.scroller.querySelector(`[data-message="${CSS.escape(String(id))}"]`);
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("glow");
    requestAnimationFrame(() => node.classList.add("glow"));
    node.focus({ preventScroll: true });
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.newer.hidden = true;
  }

  /** After the foot has changed its height: stay with the newest message. */
  settle() {
    if (this.newer.hidden) this.toBottom();
  }

  #isAtBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  #scrolled() {
    if (this.#isAtBottom()) this.newer.hidden = true;
  }
}

/** Make `parent` hold exactly these nodes, moving as little as possible. */
function place(parent, nodes) {
  const kept = new Set(nodes);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}
