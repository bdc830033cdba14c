// The world's time, which people may move, shown in the zone of the world.
let zone = "Asia/Shanghai";
let ahead = 0;

/** Take the zone from the layout; an unknown name leaves the old one. */
export function setZone(name) {
  try {
    new Intl.DateTimeFormat("zh-CN", { timeZone: name });
    zone = name;
  } catch {
    // A zone this browser does not know: better a wrong clock than no page.
  }
}

/** Learn the world's time (Unix seconds or an ISO date). */
export function learnNow(now) {
  const seconds = typeof now === "number" ? now : Date.parse(now) / 1000;
  if (Number.isFinite(seconds)) ahead = seconds - Date.now() / 1000;
}

/** Give the world's time in Unix seconds. */
export function worldNow() {
  return Date.now() / 1000 + ahead;
}

function shown(seconds, locale, options) {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(
    new Date(seconds * 1000),
  );
}

export const clockTime = (seconds) =>
  shown(seconds, "zh-CN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const clockWithSeconds = (seconds) =>
  shown(seconds, "zh-CN", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });

/** 2019年3月5日 周二 */
export const dayName = (seconds) =>
  `${shown(seconds, "zh-CN", { year: "numeric", month: "long", day: "numeric" })} ${shown(seconds, "zh-CN", { weekday: "short" })}`;

export const englishWeekday = (seconds) => shown(seconds, "en-GB", { weekday: "short" });

export const englishDay = (seconds) =>
  shown(seconds, "en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** Sortable name of a day, for the separators between messages. */
export const dayKey = (seconds) =>
  shown(seconds, "sv-SE", { year: "numeric", month: "2-digit", day: "2-digit" });

/** Time for a list: the hour today, the date before. */
export function briefTime(seconds) {
  if (dayKey(seconds) === dayKey(worldNow())) return clockTime(seconds);
  return shown(seconds, "zh-CN", { month: "numeric", day: "numeric" });
}
