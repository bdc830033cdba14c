// Handing a phone to somebody else of the world, or to somebody new.
import { control } from "./api.js";
import { avatar, bi, el, field, press } from "./dom.js";
import { fullName } from "./picture.js";
import { sheet } from "./sheets.js";

const SHOWN = 100;

/** Choose who holds this phone. */
export function personSheet(phone) {
  const list = el("div", { class: "choices" });
  const search = el("input", {
    type: "search",
    placeholder: "姓名或手机号 Name or number",
    "aria-label": "找人 Find somebody",
    data: { action: "find-person" },
  });
  const pick = (id) => {
    open.close();
    phone.become(id);
  };
  const draw = () =>
    list.replaceChildren(
      ...matching(phone, search.value).map((user) => personRow(phone, user, pick)),
    );
  search.addEventListener("input", draw);
  draw();
  const fresh = press({
    zh: "新建人物",
    en: "New person",
    icon: "add",
    kind: "soft wide",
    action: "new-person",
    onClick: () => {
      open.close();
      newPersonSheet(phone);
    },
  });
  const open = sheet(phone.node, {
    zh: "换成谁？",
    en: "Switch to",
    name: "switch",
    body: [search, list],
    buttons: [fresh],
  });
}

function matching(phone, words) {
  const wanted = words.trim().toLowerCase();
  const fits = (user) =>
    !wanted ||
    `${fullName(user)} ${user.username ?? ""} ${user.phone ?? ""}`.toLowerCase().includes(wanted);
  return [...phone.picture.users.values()]
    .filter((user) => !user.deactivated && fits(user))
    .slice(0, SHOWN);
}

function personRow(phone, user, pick) {
  const here = user.id === phone.viewer;
  return el(
    "button",
    {
      type: "button",
      class: `press item ${here ? "current" : ""}`,
      "aria-current": here ? "true" : undefined,
      data: { action: "pick-person", user: user.id },
      on: { click: () => pick(user.id) },
    },
    avatar(fullName(user), user.id),
    el(
      "span",
      { class: "row-words" },
      el("bdi", { class: "row-name" }, fullName(user)),
      el(
        "span",
        { class: "row-last" },
        [user.phone, user.username ? `@${user.username}` : null, here ? "现在 now" : null]
          .filter(Boolean)
          .join(" · "),
      ),
    ),
  );
}

function newPersonSheet(phone) {
  const form = personForm();
  const make = async () => {
    if (!form.complete()) return;
    try {
      const made = await control.addUser(form.person());
      open.close();
      await phone.become(made.id);
    } catch (error) {
      form.problem.textContent = error.message;
    }
  };
  const open = sheet(phone.node, {
    zh: "新建人物",
    en: "New person",
    name: "new-person",
    body: form.nodes,
    buttons: [
      press({
        zh: "建立并使用",
        en: "Create",
        kind: "primary wide",
        action: "create-person",
        onClick: make,
      }),
    ],
  });
}

function personForm() {
  const name = el("input", { type: "text", maxlength: 64, data: { action: "person-name" } });
  const number = el("input", { type: "tel", maxlength: 20, placeholder: "19900000099" });
  const tongues = [
    ["zh-hans", "中文"],
    ["en", "English"],
  ];
  const language = el(
    "select",
    {},
    tongues.map(([value, words]) => el("option", { value }, words)),
  );
  const problem = el("p", { class: "problem", role: "alert" });
  const complete = () => {
    if (name.value.trim()) return true;
    problem.textContent = "请写姓名 Please give a name";
    name.focus();
    return false;
  };
  const person = () => ({
    name: name.value.trim(),
    phone: number.value.trim() || null,
    language_code: language.value,
  });
  const hint = bi("一个刚装好软件、谁也不认识的人。", "Somebody who has just installed the app.");
  const fields = [
    field("姓名", "Name", name),
    field("手机号（可不填）", "Phone (optional)", number),
    field("语言", "Language", language),
  ];
  return {
    nodes: [el("p", { class: "hint" }, hint), ...fields, problem],
    problem,
    complete,
    person,
  };
}
