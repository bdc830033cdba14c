// The bar at the top: the world's time, the size of letters, faults, the call log, reset.
import { control } from "./api.js";
import { bi, el, icon, press } from "./dom.js";
import { faultSheet } from "./faults.js";
import { confirm } from "./sheets.js";
import { clockTime, dayName, englishWeekday, worldNow } from "./time.js";

const JOURNEYS = [
  ["+10 分", "min", 600],
  ["+1 小时", "hour", 3600],
  ["+1 天", "day", 86400],
];

/** Build the bar; gives what redraws its clock. `page` holds what reaches beyond the bar. */
export function toolBar(host, page) {
  const day = el("span", { class: "world-day" });
  const time = el("span", { class: "world-time" });
  const slim = el("span", { class: "brand-time only-narrow", "aria-hidden": "true" });
  const panel = el(
    "div",
    { class: "bar-tools", id: "tools" },
    el(
      "div",
      { class: "world-clock", "aria-label": "沙盘时间 Sandbox time", role: "group" },
      el("div", { class: "now" }, icon("clock"), time, day),
      journeys(page),
    ),
    el("div", { class: "bar-buttons" }, buttons(page)),
  );
  host.replaceChildren(brand(page, slim), unfold(host), panel);
  return () => {
    const now = worldNow();
    day.replaceChildren(...bi(dayName(now), englishWeekday(now)));
    time.textContent = clockTime(now);
    slim.textContent = `${dayName(now).replace(/^\d+年/, "")} ${clockTime(now)}`;
  };
}

function brand(page, slim) {
  const name = el("h1", {}, page.title ?? bi("对话沙盘", "Chat sandbox"));
  const sign = el("img", { src: "static/icon.svg", alt: "", width: 36, height: 36 });
  return el("div", { class: "brand" }, sign, el("div", { class: "brand-words" }, name, slim));
}

function unfold(host) {
  const more = press({
    zh: "工具",
    en: "Tools",
    icon: "tools",
    kind: "on-dark only-narrow",
    action: "tools",
    "aria-expanded": "false",
    "aria-controls": "tools",
    onClick: () => more.setAttribute("aria-expanded", String(host.classList.toggle("open"))),
  });
  return more;
}

function journeys(page) {
  return el(
    "div",
    { class: "journeys", role: "group", "aria-label": "时间快进 Travel in time" },
    JOURNEYS.map(([zh, en, seconds]) =>
      press({
        zh,
        en,
        kind: "on-dark slim",
        action: "travel",
        data: { seconds },
        onClick: () => page.attempt(() => control.shift(seconds)),
      }),
    ),
  );
}

function buttons(page) {
  const big = press({
    zh: "大字",
    en: "Big",
    icon: "font",
    kind: "on-dark",
    action: "big-font",
    "aria-pressed": String(page.isBig()),
    onClick: () => big.setAttribute("aria-pressed", String(page.toggleBig())),
  });
  const calls = press({
    zh: "记录",
    en: "Calls",
    icon: "log",
    kind: "on-dark",
    action: "calls",
    onClick: () => page.toggleCalls(),
  });
  calls.append(el("span", { class: "badge error-count", hidden: true, data: { count: "errors" } }));
  return [
    big,
    calls,
    press({
      zh: "故障",
      en: "Faults",
      icon: "fault",
      kind: "on-dark",
      action: "faults",
      onClick: () => faultSheet(page),
    }),
    press({
      zh: "重置",
      en: "Reset",
      icon: "reset",
      kind: "on-dark",
      action: "reset",
      onClick: () => reset(page),
    }),
  ];
}

async function reset(page) {
  const agreed = await confirm(document.body, {
    zh: "全部重来？",
    en: "Start all over?",
    name: "reset",
    body: [
      el(
        "p",
        {},
        bi("所有对话回到最初的样子，时间也回到现在。", "All chats go back to how they began."),
      ),
    ],
    yes: ["重置", "Reset"],
    danger: true,
  });
  if (agreed) page.attempt(() => page.reset());
}
