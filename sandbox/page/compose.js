// The writing line: text, replies, edits, suggestions, the menu and the quick buttons.
import { bi, el, icon, press } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";
import { speaker } from "./picture.js";
import { excerpt } from "./service.js";
import { attachSheet } from "./sharing.js";
import { choices } from "./sheets.js";

export class Compose {
  /** `phone` does the deeds; `send` and `edit` of the conversation carry the text away. */
  constructor(phone, conversation) {
    this.phone = phone;
    this.conversation = conversation;
    this.commands = [];
    this.shown = true;
    this.context = el("div", { class: "compose-context", hidden: true });
    this.keyboardPlace = el("div", { class: "keyboard-place" });
    this.#fields();
    this.node = el(
      "div",
      { class: "compose" },
      this.suggestions,
      this.context,
      this.#line(),
      this.#tools(),
      this.keyboardPlace,
    );
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#key(event));
  }

  #fields() {
    this.input = el("textarea", {
      rows: "1",
      class: "writing",
      placeholder: "写消息 Write…",
      "aria-label": "写消息 Write a message",
      dir: "auto",
      data: { action: "write" },
    });
    this.suggestions = el("div", {
      class: "suggestions",
      role: "group",
      "aria-label": "命令 Commands",
      hidden: true,
    });
  }

  #line() {
    const send = { zh: "发送", en: "Send", icon: "send", kind: "primary send", action: "send" };
    const button = press({ ...send, onClick: () => this.submit() });
    return el("div", { class: "compose-line" }, this.input, button);
  }

  #tools() {
    const pill = (zh, en, icon, action, onClick, kind = "pill") =>
      press({ zh, en, icon, action, kind, onClick });
    const attach = () => attachSheet(this.phone, (act, args) => this.conversation.send(act, args));
    this.menuButton = pill("菜单", "Menu", "menu", "menu", () => this.#openMenu(), "pill menu");
    this.keyboardButton = pill("按钮", "Keys", "keyboard", "toggle-keyboard", () => this.#toggle());
    return el(
      "div",
      { class: "compose-tools" },
      this.menuButton,
      pill("附件", "Attach", "attach", "attach", attach),
      this.keyboardButton,
    );
  }

  /** Show the menu's commands; called when a chat opens and when a bot changes them. */
  setCommands(commands) {
    this.commands = commands;
    this.menuButton.hidden = commands.length === 0;
    this.#suggest();
  }

  /** Show (or take away) the reply keyboard that is current in this chat. */
  setKeyboard(current) {
    const id = current ? current.message.message_id : null;
    if (id !== this.keyboardId) this.shown = Boolean(current && !current.used);
    if (current?.used) this.shown = false;
    this.keyboardId = id;
    this.current = current;
    if (current?.force) this.#forceReply(current);
    this.#drawKeyboard();
  }

  #drawKeyboard() {
    const { current } = this;
    const has = Boolean(current?.markup.keyboard);
    this.keyboardButton.hidden = !has;
    this.keyboardButton.setAttribute("aria-expanded", String(has && this.shown));
    this.keyboardPlace.replaceChildren(
      ...(has && this.shown ? [replyKeyboard(current, this.conversation.act)] : []),
    );
    if (!this.replying && !this.editing)
      this.input.placeholder = (has && current.markup.input_field_placeholder) || "写消息 Write…";
  }

  #toggle() {
    this.shown = !this.shown;
    this.#drawKeyboard();
    this.conversation.settle();
  }

  #forceReply({ message, markup }) {
    if (this.forced === message.message_id) return;
    this.forced = message.message_id;
    this.replyTo(message);
    if (markup.input_field_placeholder) this.input.placeholder = markup.input_field_placeholder;
  }

  /** Answer a message: the next text is a reply to it. */
  replyTo(message) {
    this.editing = null;
    this.replying = message;
    this.#showContext("reply", "回复", "Reply", message);
  }

  /** Change one's own message. */
  startEditing(message) {
    this.replying = null;
    this.editing = message;
    this.input.value = message.text ?? message.caption ?? "";
    this.#showContext("edit", "修改", "Edit", message);
    this.#grow();
  }

  #showContext(name, zh, en, message) {
    const cancel = press({
      zh: "取消",
      en: "Cancel",
      icon: "close",
      bare: true,
      kind: "quiet",
      action: "cancel-context",
      onClick: () => this.clearContext(true),
    });
    this.context.replaceChildren(
      icon(name),
      el(
        "div",
        { class: "context-words" },
        el("strong", {}, bi(zh, en), ` ${speaker(message).name}`),
        el("bdi", {}, excerpt(message)),
      ),
      cancel,
    );
    this.context.hidden = false;
    this.input.focus();
  }

  /** Forget the reply or edit under way. */
  clearContext(emptied = false) {
    if (this.editing && emptied) this.input.value = "";
    [this.replying, this.editing] = [null, null];
    this.context.hidden = true;
    this.#drawKeyboard();
    this.#grow();
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) {
      this.input.focus();
      return;
    }
    const { editing, replying } = this;
    const done = editing
      ? await this.conversation.edit(editing, text)
      : await this.conversation.write(text, replying);
    if (!done) return;
    this.input.value = "";
    this.clearContext();
    this.#typed();
    this.input.focus();
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") this.clearContext(true);
    else if (event.key === "ArrowUp" && !this.input.value) this.conversation.editLast();
  }

  #typed() {
    this.#grow();
    this.#suggest();
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 160)}px`;
  }

  #suggest() {
    const found = /^\/(\w*)$/.exec(this.input.value);
    const fitting = found
      ? this.commands.filter((each) => each.command.startsWith(found[1].toLowerCase()))
      : [];
    this.suggestions.hidden = !fitting.length;
    this.suggestions.replaceChildren(...fitting.map((each) => this.#suggestion(each)));
  }

  #suggestion(command) {
    return el(
      "button",
      {
        type: "button",
        class: "suggestion",
        data: { action: "suggestion", command: command.command },
        on: { click: () => this.#sendCommand(command) },
      },
      el("span", { class: "command-name" }, `/${command.command}`),
      el("span", { class: "command-words", dir: "auto" }, command.description),
    );
  }

  #openMenu() {
    choices(this.phone.node, {
      zh: "菜单",
      en: "Menu",
      name: "menu",
      items: this.commands.map((each) => ({
        zh: each.description,
        en: `/${each.command}`,
        icon: "send",
        action: "command",
        data: { command: each.command },
        onClick: () => this.#sendCommand(each),
      })),
    });
  }

  async #sendCommand(command) {
    const here = this.conversation.chat.bot ? "" : `@${command.bot}`;
    this.input.value = "";
    this.#typed();
    await this.conversation.write(`/${command.command}${here}`, null);
  }
}
