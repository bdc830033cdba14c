// Links into Telegram: which bot, chat or invitation they mean.

/** Say whether a link leads to a chat of the sandbox rather than to the web. */
export function isChatLink(url) {
  return parse(url) !== null;
}

/** Give the canonical https://t.me/… form, or null for an ordinary link. */
export function parse(url) {
  const words = String(url).trim();
  const tg = /^tg:(?:\/\/)?resolve\?(.*)$/i.exec(words);
  if (tg) return fromResolve(new URLSearchParams(tg[1]));
  const web = /^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.me\/(.+)$/i.exec(words);
  return web ? `https://t.me/${web[1]}` : null;
}

function fromResolve(params) {
  const domain = params.get("domain");
  if (!domain) return null;
  params.delete("domain");
  const rest = params.toString();
  return `https://t.me/${encodeURIComponent(domain)}${rest ? `?${rest}` : ""}`;
}

/** Give the user name a t.me link names, in lower case, or null. */
export function usernameOf(link) {
  const found = /^https:\/\/t\.me\/([A-Za-z0-9_]{3,})(?:[/?]|$)/.exec(link);
  return found && found[1] !== "joinchat" ? found[1].toLowerCase() : null;
}
