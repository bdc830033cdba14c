"""Says in plain words what is wrong with an installation, and what to do about it."""

import asyncio
import ssl
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import telegram
from telegram.error import TelegramError

from bot.config import Config
from bot.connecting import OutOfReach, TokenRefused, connected
from bot.findings import Finding, hint, well, wrong
from bot.handling import Handling
from bot.inside import look_inside
from bot.machine import look_at_files
from bot.rehearsal import rehearse
from bot.turns import Turns
from bot.webhook import SHORTEST_SECRET
from handlers.register import REGISTER
from models import clock, schema
from models.database import Database, Transaction
from models.groups.queries import all_chats, everyone
from models.groups.tables import Chat, ChatRole
from models.outages import is_busy
from models.people import keys
from models.people.keys import WAY_OUT, KeysProblem
from models.points.adopting import newer_standard
from models.resealing import fitting
from reports.templates import folder as templates

_DRIFT = 30  # seconds the clock may be wrong


async def examine(config: Config, config_file: Path | None = None) -> list[Finding]:
    """Look at everything; never raises for what is wrong with the installation."""
    return [
        *await _look_at_the_rest(config),
        *look_at_files(config, config_file),
        *_look_at_templates(),
    ]


async def _look_at_the_rest(config: Config) -> list[Finding]:
    findings = _look_at_token(config)
    if not all(one.ok for one in findings):
        return findings + await _look_at_database(config)
    try:
        async with connected(config) as bot:
            findings.append(well(f"令牌有效:@{bot.username}", "the token is accepted"))
            findings += _look_at_privacy(bot)
            findings += await _look_at_clock(config)
            findings += await _look_at_webhook(config, bot)
            findings += await _look_at_database(config, bot)
    except TokenRefused:
        words = ("Telegram 不认这个令牌,请到 @BotFather 核对", "Telegram does not accept the token")
        findings += [wrong(*words), *await _look_at_database(config)]
    except OutOfReach as problem:
        zh = f"连不上 {config.telegram.api_url}:请检查网络或 api_url"
        findings.append(wrong(zh, f"Telegram cannot be reached: {problem}"))
        findings += await _look_at_database(config)
    return findings


def _look_at_templates() -> list[Finding]:
    findings = []
    for path, one in templates.problems().items():
        fields = "、".join([*one.unknown, *one.missing]) or one.broken
        zh = f"模板 {path} 不能用，请看这些字段：{fields}"
        findings.append(wrong(zh, f"the template {path} cannot be used: {fields}"))
    own = len(templates.kept())
    if own and not findings:
        findings.append(
            well(f"{own} 个自己的文书模板正常", f"{own} templates of your own are well")
        )
    return findings


def _look_at_token(config: Config) -> list[Finding]:
    if config.telegram.token.get_secret_value():
        return []
    words = ("还没有填令牌:[telegram] token", "no token yet: [telegram] token")
    return [wrong(*words)]


def _look_at_privacy(bot: telegram.Bot) -> list[Finding]:
    if bot.can_read_all_group_messages:
        words = (
            "群里的话都能看到(隐私模式已关)",
            "privacy mode is off: all group messages are seen",
        )
        return [well(*words)]
    zh = "隐私模式开着:请把机器人设为群管理员,否则看不到群里发的“签到”两个字"
    en = "privacy mode is on: make the bot an administrator of the group, or it cannot see 签到"
    return [hint(zh, en)]


async def _look_at_clock(config: Config) -> list[Finding]:
    try:
        trusted = ssl.create_default_context()  # as the bot itself
        async with httpx.AsyncClient(verify=trusted, trust_env=False) as client:
            answer = await client.get(config.telegram.api_url)
        theirs = parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, KeyError, ValueError):
        return []
    drift = abs((clock.now() - theirs).total_seconds())
    if drift <= _DRIFT:
        return [well("时钟准确", "the clock is right")]
    zh = f"本机时钟差了 {drift:.0f} 秒:请打开自动对时,否则迟到会算错"
    return [wrong(zh, f"this machine's clock is off by {drift:.0f} s: switch on NTP")]


async def _look_at_webhook(config: Config, bot: telegram.Bot) -> list[Finding]:
    info = await bot.get_webhook_info()
    if config.telegram.mode == "polling":
        if info.url:
            zh = "Telegram 还登记着一个 webhook,启动时会自动取消"
            return [hint(zh, "a webhook is set; it is removed at the start")]
        return [well("收消息:长轮询", "updates come by polling")]
    problems = []
    if not config.telegram.webhook_url.startswith("https://"):
        words = ("webhook_url 要以 https:// 开头", "webhook_url has to begin with https://")
        problems.append(wrong(*words))
    if len(config.telegram.webhook_secret.get_secret_value()) < SHORTEST_SECRET:
        zh = f"webhook_secret 至少要 {SHORTEST_SECRET} 个字符"
        en = f"webhook_secret needs {SHORTEST_SECRET} characters"
        problems.append(wrong(zh, en))
    if info.last_error_message and time.time() - _stamp(info) < 3600:  # noqa: PLR2004  (an hour)
        zh = f"Telegram 推不进来:{info.last_error_message}"
        problems.append(wrong(zh, f"Telegram cannot deliver: {info.last_error_message}"))
    return problems or [well("webhook 正常", "the webhook is well")]


def _stamp(info: telegram.WebhookInfo) -> float:
    return info.last_error_date.timestamp() if info.last_error_date else 0.0


def _bot_id(config: Config) -> int:
    """Return the bot's number, which its token begins with; 0 without a token."""
    number = config.telegram.token.get_secret_value().partition(":")[0]
    return int(number) if number.isdigit() else 0


async def _look_at_database(config: Config, bot: telegram.Bot | None = None) -> list[Finding]:
    async with Database(config.database.url.get_secret_value()) as db:
        try:
            revision = await schema.present(db)
        except Exception as problem:  # noqa: BLE001  (whatever the driver says, the operator is told)
            en = f"the database cannot be opened: {type(problem).__name__}"
            return [wrong("数据库打不开:请检查 [database] url", en)]
        if revision != schema.newest():
            words = ("数据库要升级:huiyin db upgrade", "the database needs: huiyin db upgrade")
            return [wrong(*words)]
        findings = [well("数据库正常", "the database is up to date")]
        async with db.reading() as tx:
            unfit = await _try_keys(tx, config)
            if unfit:
                return [*findings, *unfit]
            chats = await all_chats(tx)
            findings += await _look_at_rules(tx)
        findings += await look_inside(db, bot_id=_bot_id(config))
        if bot is not None:
            findings += [await _try_a_check_in(db, bot), *await _look_at_chats(bot, chats)]
    return findings


async def _try_a_check_in(db: Database, bot: telegram.Bot) -> Finding:
    """Say whether the main job works on this database: it is done, and taken back."""
    keys.use(keys.throwaway())  # the bot's own file is not made before the bot runs
    handling = Handling(db, bot, REGISTER, Turns())
    (problem,) = await asyncio.gather(rehearse(db, bot, handling), return_exceptions=True)
    if problem is None:
        en = "a check-in was tried out: it works (nothing of it stays)"
        return well("试了一次签到：能登记，能回话（试的内容不留下）", en)
    if is_busy(problem):
        en = "a check-in could not be tried out, the database was busy: run the doctor again"
        return hint("数据库正忙，没能试签到：过一会儿请再运行一次", en)
    said = f"{type(problem).__name__}: {problem}".splitlines()[0][:200]
    zh = f"试了一次签到，没有成功（{said}）：请看数据库账号的读写权限和磁盘；都没有问题就报给开发者"
    en = f"a check-in was tried out and failed ({said}): look at the database user's rights and"
    return wrong(zh, f"{en} at the disk; if these are well, report it")


async def _try_keys(tx: Transaction, config: Config) -> list[Finding]:
    """Say whether the keys file is this database's."""
    path = config.privacy.keys_file
    try:
        await fitting.require(tx, path)
        if not fitting.is_there(path) or not (await fitting.fit(tx, keys.read(path))).closed:
            return []
    except KeysProblem as problem:
        zh = f"密钥文件不对（{problem}）：请换回原来的密钥文件，没有丢失任何内容"
        return [wrong(zh, f"the keys do not fit this database: {problem}: {WAY_OUT}")]
    zh = f"有些内容不是用 {path} 加密的，发不出去：请把那时的密钥也加进 data"
    en = f"some rows were sealed with keys that are not in {path}: add those to its data"
    return [wrong(zh, en)]


async def _look_at_rules(tx: Transaction) -> list[Finding]:
    """Name the groups that keep to the standard rules of an earlier version of the program."""
    now = clock.now()
    behind = [
        one.code
        for one in await everyone(tx)
        if await newer_standard(
            tx, group_id=one.id, day=now.astimezone(ZoneInfo(one.timezone)).date()
        )
    ]
    return [
        hint(
            f"{code} 的积分规则有新的标准:工作人员在“积分管理”里按一下,"
            f"或者运行 huiyin points adopt-standard --group {code}",
            f"there is a newer standard of rules for {code}: staff press it under their points,"
            f" or run huiyin points adopt-standard --group {code}",
        )
        for code in behind
    ]


async def _look_at_chats(bot: telegram.Bot, chats: list[Chat]) -> list[Finding]:
    if not chats:
        zh = "还没有关联代表群:把机器人加进群,它会请工作人员确认"
        en = "no group chat is linked yet: add the bot to the group"
        return [hint(zh, en)]
    return [await _look_at_chat(bot, chat) for chat in chats]


async def _look_at_chat(bot: telegram.Bot, chat: Chat) -> Finding:
    try:
        member = await bot.get_chat_member(chat.chat_id, bot.id)
    except TelegramError as problem:
        en = f"the chat {chat.title} cannot be seen: {problem.message}"
        return wrong(f"看不到群「{chat.title}」:请把机器人重新加进群", en)
    if chat.role is ChatRole.STAFF and await _lacks_topics(bot, chat, member):
        zh = f"群「{chat.title}」开了话题：请给机器人“管理话题”的权限，否则每件反映开不了话题"
        return hint(zh, f"{chat.title} has topics: give the bot the right to manage them")
    if member.status in ("administrator", "creator"):
        return well(f"群「{chat.title}」:是管理员", f"administrator in {chat.title}")
    if chat.role is ChatRole.CHANNEL:
        zh = f"频道「{chat.title}」:请把机器人设为管理员,否则公告发不出去"
        return wrong(zh, f"{chat.title}: make the bot an administrator, or it cannot post")
    if bot.can_read_all_group_messages or chat.role is ChatRole.STAFF:
        return well(f"群「{chat.title}」:是成员", f"member of {chat.title}")
    zh = f"群「{chat.title}」:请把机器人设为管理员,否则看不到大家发的“签到”"
    en = f"{chat.title}: make the bot an administrator, or it cannot see 签到"
    return wrong(zh, en)


async def _lacks_topics(bot: telegram.Bot, chat: Chat, member: telegram.ChatMember) -> bool:
    """Tell whether a chat has topics that the bot may not open."""
    if getattr(member, "can_manage_topics", False):
        return False
    try:
        return bool((await bot.get_chat(chat.chat_id)).is_forum)
    except TelegramError:
        return False
