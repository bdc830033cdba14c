// Mishaps on demand: what can go wrong between a bot and Telegram, once at a press.
import { control } from "./api.js";
import { bi, el, press } from "./dom.js";
import { sheet } from "./sheets.js";

const SENDS = "sendMessage";
const FAULTS = [
  {
    kind: "flood",
    zh: "太忙，请等 5 秒",
    en: "429 on the next message",
    fault: { kind: "flood", method: SENDS, times: 1, retry_after: 5 },
  },
  {
    kind: "blocked",
    zh: "对方停用了机器人",
    en: "403 on the next message",
    fault: { kind: "blocked", method: SENDS, times: 1 },
  },
  {
    kind: "lost_answer",
    zh: "发出了，但没收到回执",
    en: "lost answer to the next message",
    fault: { kind: "lost_answer", method: SENDS, times: 1 },
  },
  {
    kind: "duplicate_update",
    zh: "同一消息送到两次",
    en: "next update comes twice",
    fault: { kind: "duplicate_update", times: 1 },
  },
  {
    kind: "conflict",
    zh: "另一个程序在抢",
    en: "409 on the next getUpdates",
    fault: { kind: "conflict", method: "getUpdates", times: 1 },
  },
  {
    kind: "server_error",
    zh: "服务器出错",
    en: "502 on the next message",
    fault: { kind: "server_error", method: SENDS, times: 1 },
  },
];

/** Offer the mishaps, and show those that wait to happen. */
export function faultSheet(page) {
  const active = el("div", { class: "active-faults" });
  // Do something about the faults, then show what waits now.
  const change = (deed) =>
    page.attempt(async () => {
      await deed();
      const { faults } = await control.faults();
      active.replaceChildren(...waiting(faults, change));
    });
  const hint = bi("看机器人怎样应付网络上的意外。", "See how the bot copes with mishaps.");
  sheet(document.body, {
    zh: "制造一次故障",
    en: "Cause a fault once",
    name: "faults",
    body: [
      el("p", { class: "hint" }, hint),
      el(
        "div",
        { class: "choices" },
        FAULTS.map((known) => faultButton(known, change)),
      ),
      active,
    ],
  });
  change(() => null);
}

function faultButton({ kind, zh, en, fault }, change) {
  const look = { zh, en, icon: "fault", kind: "item", action: "fault", data: { fault: kind } };
  return press({ ...look, onClick: () => change(() => control.addFault(fault)) });
}

function waiting(faults, change) {
  if (!faults.length) return [];
  const clear = { zh: "全部撤销", en: "Clear all", kind: "quiet", action: "clear-faults" };
  return [
    el("strong", {}, bi("等着发生：", "Waiting:")),
    ...faults.map((fault) => activeFault(fault, change)),
    press({ ...clear, onClick: () => change(() => control.clearFaults()) }),
  ];
}

function activeFault(fault, change) {
  const known = FAULTS.find((each) => each.kind === fault.kind);
  const words = `${known ? `${known.zh} ${known.en}` : fault.kind} × ${fault.times ?? "∞"}`;
  const undo = { zh: "撤销", en: "Undo", kind: "chip", action: "remove-fault" };
  return el(
    "div",
    { class: "active-fault", data: { active: fault.kind } },
    el("span", {}, words),
    press({ ...undo, onClick: () => change(() => control.removeFault(fault.id)) }),
  );
}
