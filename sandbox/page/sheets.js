// Dialogs inside one phone (or over the whole page): they keep the focus and close on Escape.
import { bi, el, press } from "./dom.js";

let count = 0;
const FOCUSABLE =
  "button:not([disabled]), [href], input:not([disabled]), select, textarea, [tabindex='0']";

/** Open a dialog in `host`. `body` and `buttons` are nodes; gives {node, close}. */
export function sheet(host, options) {
  const before = document.activeElement;
  const close = () => {
    if (!back.isConnected) return;
    back.remove();
    if (before?.isConnected) before.focus();
    options.onClose?.();
  };
  const node = sheetNode(options, close);
  const back = el("div", { class: "sheet-back" }, node);
  back.addEventListener("pointerdown", (event) => event.target === back && close());
  back.addEventListener("keydown", (event) => keep(event, node, close));
  host.append(back);
  const first =
    node.querySelector("[data-first]") ??
    node.querySelector(".sheet-body input, .sheet-body textarea, .sheet-buttons button") ??
    node.querySelector(FOCUSABLE);
  first?.focus();
  return { node, close };
}

function sheetNode(options, close) {
  const { zh, en, name, body = [], buttons = [], role = "dialog", closable = true } = options;
  count += 1;
  const title = el("h2", { id: `sheet-${count}`, class: "sheet-title" }, bi(zh, en));
  const away = { zh: "关闭", en: "Close", icon: "close", bare: true, kind: "quiet" };
  return el(
    "div",
    {
      class: "sheet",
      role,
      "aria-modal": "true",
      "aria-labelledby": title.id,
      data: { sheet: name },
    },
    el(
      "div",
      { class: "sheet-head" },
      title,
      closable ? press({ ...away, action: "close-sheet", onClick: close }) : null,
    ),
    el("div", { class: "sheet-body" }, body),
    buttons.length ? el("div", { class: "sheet-buttons" }, buttons) : null,
  );
}

function keep(event, node, close) {
  if (event.key === "Escape") {
    event.stopPropagation();
    close();
  }
  if (event.key !== "Tab") return;
  const stops = [...node.querySelectorAll(FOCUSABLE)].filter((each) => each.offsetParent !== null);
  const [first, last] = [stops[0], stops.at(-1)];
  if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first.focus();
  }
}

/** Ask yes or no; resolves to true only when the person agrees. */
export function confirm(
  host,
  { zh, en, name, body, yes, no = ["取消", "Cancel"], danger = false },
) {
  return new Promise((resolve) => {
    let agreed = false;
    const buttons = [
      press({ zh: no[0], en: no[1], kind: "quiet", action: "cancel", onClick: () => open.close() }),
      press({
        zh: yes[0],
        en: yes[1],
        kind: danger ? "danger" : "primary",
        action: "confirm",
        "data-first": true,
        onClick: () => {
          agreed = true;
          open.close();
        },
      }),
    ];
    const open = sheet(host, {
      zh,
      en,
      name,
      body,
      buttons,
      role: "alertdialog",
      onClose: () => resolve(agreed),
    });
  });
}

/** Show words that must be acknowledged, as a bot's alert does. */
export function alertBox(host, words) {
  const body = el("p", { class: "alert-words", dir: "auto" }, words);
  const ok = press({
    zh: "知道了",
    en: "OK",
    kind: "primary wide",
    action: "alert-ok",
    "data-first": true,
    onClick: () => open.close(),
  });
  const open = sheet(host, {
    zh: "提示",
    en: "Notice",
    name: "alert",
    body: [body],
    buttons: [ok],
    role: "alertdialog",
    closable: false,
  });
  return open;
}

/** One line of a list of choices; `more` may hold kind and data. */
export function item(zh, en, icon, action, onClick, more = {}) {
  return { zh, en, icon, action, onClick, ...more };
}

/** A list of choices, each a full-width button; picking one closes the sheet first. */
export function choices(host, { zh, en, name, items, intro = [] }) {
  const open = sheet(host, {
    zh,
    en,
    name,
    body: [
      ...intro,
      el(
        "div",
        { class: "choices" },
        items.map((item) =>
          press({
            ...item,
            kind: `item ${item.kind ?? ""}`,
            onClick: () => {
              open.close();
              item.onClick();
            },
          }),
        ),
      ),
    ],
  });
  return open;
}

const TOAST_TIME = 6000;

/** Say something briefly at the foot of a phone; pressing it puts it away. */
export function toast(host, words, kind = "") {
  const place =
    host.querySelector(":scope > .toasts") ??
    host.appendChild(el("div", { class: "toasts", role: "status", "aria-live": "polite" }));
  const node = el(
    "button",
    { type: "button", class: `toast ${kind}`, data: { toast: kind || "plain" }, dir: "auto" },
    words,
  );
  const away = () => node.remove();
  node.addEventListener("click", away);
  place.append(node);
  while (place.children.length > 3) place.firstChild.remove();
  setTimeout(away, TOAST_TIME);
}
