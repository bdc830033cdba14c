// Starts the page: lays out the phones and keeps them true to the world.
import { control, Refused } from "./api.js";
import { CallLog } from "./calls.js";
import { bi, el, keepPlace } from "./dom.js";
import { Phone } from "./phone.js";
import { Picture } from "./picture.js";
import { released } from "./pressing.js";
import { sheet, toast } from "./sheets.js";
import { learnNow, setZone } from "./time.js";
import { toolBar } from "./tools.js";

const SLOTS = ["deputy", "staff", "voter"];
const SHORT = {
  deputy: ["代表", "Deputy"],
  staff: ["工作人员", "Staff"],
  voter: ["选民", "Voter"],
};
const byId = (id) => document.getElementById(id);

class Page {
  constructor() {
    this.picture = new Picture();
    this.phones = [];
    this.shown = 0;
    this.seq = 0;
    this.log = new CallLog(byId("calls"), (errors) => this.#errors(errors));
  }

  /** Load the layout, the people and their chats, and draw three phones. */
  async begin() {
    const layout = await control.layout();
    if (layout.timezone) setZone(layout.timezone);
    const state = await control.state(null);
    this.title = layout.title;
    if (layout.title) document.title = layout.title;
    learnNow(state.now);
    this.seq = state.seq ?? 0;
    this.tick = toolBar(byId("bar"), this);
    this.picture.forget();
    const personas = personasOf(layout, state);
    await Promise.all(personas.map((persona) => this.picture.look(persona.user_id)));
    this.phones = personas.map((persona) => new Phone(persona, this.picture, layout, this));
    for (const phone of this.phones) this.#openFirst(phone);
    const nobody = el("p", { class: "nobody" }, bi("这里还没有人。", "Nobody is here yet."));
    byId("stage").replaceChildren(
      ...(personas.length ? this.phones.map((phone) => phone.node) : [nobody]),
    );
    this.show(this.shown);
    this.tick();
    this.stale = false;
    document.documentElement.dataset.ready = "yes";
  }

  #openFirst(phone) {
    const wanted = phone.persona.chat_id;
    const chat = wanted
      ? this.picture
          .chatsOf(phone.viewer)
          .find((each) => each.id === wanted || each.address === wanted)
      : null;
    if (chat) phone.open(chat.key);
  }

  /** Follow the world for ever. */
  async follow() {
    let pause = 500;
    for (;;) {
      try {
        const { seq, events } = await control.events(this.seq);
        byId("offline").hidden = true;
        pause = 500;
        this.stale ||= seq < this.seq;
        if (!this.stale) await this.#takeIn(events);
        if (this.stale) await this.begin();
        else this.seq = seq;
      } catch (error) {
        // A refusal here means that somebody we look at is gone: begin anew. When the server
        // was merely away, the same events are asked for again.
        this.stale ||= error instanceof Refused;
        byId("offline").hidden = error instanceof Refused;
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause = Math.min(pause * 2, 8000);
      }
    }
  }

  async #takeIn(events) {
    await released();
    const keys = new Set();
    let look = false;
    for (const event of events) {
      this.stale ||= event.type === "reset" || (event.type === "user" && !this.phones.length);
      if (this.stale) return;
      look = this.#notice(event, keys) || look;
    }
    if (look) await this.#lookAgain();
    for (const key of keys) for (const phone of this.phones) phone.changed(key);
    this.tick();
  }

  // Gives true when people or chats have changed, so that they must be fetched again.
  #notice(event, keys) {
    switch (event.type) {
      case "message":
      case "edited":
      case "deleted":
      case "reaction":
        keys.add(this.picture.takeIn(event));
        return Boolean(event.message?.pinned_message);
      case "toast":
        for (const phone of this.phones) if (phone.viewer === event.user_id) phone.answered(event);
        return false;
      case "action":
        for (const phone of this.phones) phone.typing(this.picture.keyFor(event, phone.viewer));
        return false;
      case "call":
        this.log.happened(event);
        return false;
      case "commands":
        for (const phone of this.phones) phone.conversation?.loadCommands();
        return false;
      default:
        return ["chat", "member", "user", "clock"].includes(event.type);
    }
  }

  async #lookAgain() {
    await Promise.all(
      [...new Set(this.phones.map((phone) => phone.viewer))].map((viewer) =>
        this.picture.look(viewer),
      ),
    );
    await released();
    for (const phone of this.phones) phone.draw();
  }

  // What the tool bar needs

  /** Show one persona where there is room for one only. */
  show(place) {
    this.shown = place;
    this.phones.forEach((phone, each) => phone.node.classList.toggle("shown", each === place));
    this.tabsChanged();
  }

  tabsChanged() {
    const tabs = this.phones.map((phone, place) => {
      const unread = phone.unread;
      return el(
        "button",
        {
          type: "button",
          class: `tab ${phone.persona.slot}`,
          "aria-pressed": String(place === this.shown),
          data: { action: "tab", tab: phone.persona.slot },
          on: { click: () => this.show(place) },
        },
        bi(...SHORT[phone.persona.slot]),
        unread ? el("span", { class: "badge" }, unread > 99 ? "99+" : String(unread)) : null,
      );
    });
    const look = tabs.map((tab) => tab.outerHTML).join();
    if (look === this.tabsLook) return;
    this.tabsLook = look;
    keepPlace(byId("tabs"), () => byId("tabs").replaceChildren(...tabs));
  }

  #errors(errors) {
    const badge = document.querySelector("[data-count=errors]");
    if (!badge) return;
    badge.hidden = errors === 0;
    badge.textContent = String(errors);
  }

  toggleCalls() {
    this.log.toggle();
  }

  isBig() {
    return document.documentElement.classList.contains("big");
  }

  toggleBig() {
    return document.documentElement.classList.toggle("big");
  }

  async reset() {
    await control.reset();
    this.log.forget();
  }

  /** Do something for the whole page and say so if it fails. */
  async attempt(deed) {
    try {
      await deed();
    } catch (error) {
      toast(document.body, `不行 Refused: ${error.message}`, "error");
    }
  }
}

function personasOf(layout, state) {
  const named = (layout.personas ?? []).slice(0, SLOTS.length);
  const wanted = named.length
    ? named
    : state.users.slice(0, SLOTS.length).map((user) => ({ user_id: user.id }));
  const free = SLOTS.filter((slot) => !wanted.some((persona) => persona.role === slot));
  const taken = new Set();
  return wanted.map((persona) => {
    const own = SLOTS.includes(persona.role) && !taken.has(persona.role);
    const slot = own ? persona.role : free.shift();
    taken.add(slot);
    return { ...persona, slot };
  });
}

const page = new Page();
setInterval(() => page.tick?.(), 1000);
try {
  await page.begin();
  page.follow();
} catch (error) {
  sheet(document.body, {
    zh: "沙盘没有应答",
    en: "The sandbox does not answer",
    name: "failed",
    body: [el("p", {}, error.message)],
  });
}
