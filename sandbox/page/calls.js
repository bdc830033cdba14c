// The call log: what the bot asked of the server, and what went wrong.
import { control } from "./api.js";
import { bi, el, press } from "./dom.js";
import { clockWithSeconds } from "./time.js";

const KEPT = 400;
const QUIET = new Set(["getupdates"]);
const PAUSE = 500;

export class CallLog {
  constructor(host, onErrors) {
    this.host = host;
    this.onErrors = onErrors;
    this.calls = [];
    this.errors = 0;
    this.after = 0;
    this.list = el("ol", { class: "call-rows" });
    this.only = el("input", { type: "checkbox", data: { action: "only-errors" } });
    this.polls = el("input", { type: "checkbox", data: { action: "show-polls" } });
    for (const box of [this.only, this.polls]) box.addEventListener("change", () => this.draw());
    const close = press({
      zh: "收起",
      en: "Close",
      icon: "close",
      kind: "quiet",
      action: "close-calls",
      onClick: () => this.toggle(false),
    });
    host.replaceChildren(
      el(
        "div",
        { class: "calls-head" },
        el("h2", {}, bi("调用记录", "Call log")),
        el("label", { class: "tick" }, this.only, el("span", {}, bi("只看错误", "Errors only"))),
        el("label", { class: "tick" }, this.polls, el("span", {}, bi("含取信", "with getUpdates"))),
        close,
      ),
      this.list,
    );
  }

  /** Open or close the drawer. */
  toggle(open = this.host.hidden) {
    this.host.hidden = !open;
    if (!open) return;
    this.onErrors((this.errors = 0));
    this.fetch();
  }

  /** A call has happened: look for it soon, once for many. */
  happened(event) {
    if (event.status >= 400) this.onErrors((this.errors += 1));
    if (this.host.hidden || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.fetch();
    }, PAUSE);
  }

  async fetch() {
    const answer = await control.calls(this.after).catch(() => ({ calls: [] }));
    for (const call of answer.calls) this.after = Math.max(this.after, call.seq);
    this.calls = [...this.calls, ...answer.calls].slice(-KEPT);
    this.draw();
  }

  /** Forget what was shown, as after a reset. */
  forget() {
    this.calls = [];
    this.onErrors((this.errors = 0));
    this.draw();
  }

  draw() {
    if (this.host.hidden) return;
    const shown = this.calls.filter(
      (call) =>
        (call.status >= 400 || !this.only.checked) &&
        (this.polls.checked || call.status >= 400 || !QUIET.has(call.method.toLowerCase())),
    );
    const rows = shown.reverse().map(row);
    this.list.replaceChildren(
      ...(rows.length ? rows : [el("li", { class: "hint" }, bi("还没有记录。", "Nothing yet."))]),
    );
  }
}

function row(call) {
  const failed = call.status >= 400 || call.status === 0;
  return el(
    "li",
    { class: `call ${failed ? "failed" : ""}`, data: { call: call.seq, status: call.status } },
    el(
      "details",
      {},
      el(
        "summary",
        {},
        el("time", {}, clockWithSeconds(call.at)),
        el("span", { class: "call-method" }, call.method),
        el(
          "span",
          { class: "call-status" },
          failed ? `✕ ${call.status || "—"}` : String(call.status),
        ),
        el("span", { class: "call-took" }, `${Math.round(call.duration * 1000)} ms`),
        el("span", { class: "call-words", dir: "auto" }, call.description ?? brief(call.params)),
      ),
      el("pre", {}, JSON.stringify(call.params, null, 2)),
    ),
  );
}

function brief(params) {
  const words = params?.text ?? params?.caption ?? "";
  const chat = params?.chat_id ?? "";
  return `${chat} ${String(words).slice(0, 80)}`.trim();
}
