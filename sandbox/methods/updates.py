"""How updates reach a bot: fetched by getUpdates or pushed to a webhook."""

import asyncio
import re
from urllib.parse import urlsplit

from sandbox.methods.errors import ApiError, bad_request, conflict, flood
from sandbox.methods.request import Request, method
from sandbox.world.inbox import BY_DEFAULT, UPDATE_KINDS, Inbox, Webhook
from sandbox.world.shapes import Json, present

LONGEST_HOLD = 50
BATCH = 100
SECRET_LIMIT = 256
SECRET = re.compile(r"[A-Za-z0-9_\-]+")
PORTS = frozenset({80, 88, 443, 8443})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
CONFLICT_PAUSE = 3.0
WEBHOOK_IS_SET = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
    " first"
)
EVICTED = "terminated by other getUpdates request; make sure that only one bot instance is running"


def wanted_kinds(request: Request, inbox: Inbox) -> None:
    """Remember which kinds of update the bot wants from now on; without a word, as before."""
    if "allowed_updates" not in request.params:
        return
    names = request.items("allowed_updates", "can't parse allowed_updates JSON object")
    known = UPDATE_KINDS.intersection(str(name).lower() for name in names)
    inbox.allowed = known or BY_DEFAULT


@method("getUpdates")
async def get_updates(request: Request) -> list[Json]:
    """Confirm what lies before the offset, then give what is there or hold until there is."""
    inbox = request.bot.inbox
    if inbox.webhook is not None:
        raise conflict(WEBHOOK_IS_SET)
    inbox.wake("other getUpdates")
    wanted_kinds(request, inbox)
    limit = min(max(request.integer("limit", BATCH), 1), BATCH)
    timeout = min(max(request.integer("timeout"), 0), LONGEST_HOLD)
    inbox.confirm(request.integer("offset"))
    found = inbox.batch(limit)
    if not found and timeout and not request.world.closing:
        await hold(inbox, timeout)
        found = inbox.batch(limit)
    return [{"update_id": update.id, **update.body} for update in found]


async def hold(inbox: Inbox, seconds: float) -> None:
    """Wait for news; refuses when another poll or a webhook takes over."""
    future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    inbox.held = future
    try:
        async with asyncio.timeout(seconds):
            reason = await future
    except TimeoutError:
        return
    finally:
        if inbox.held is future:
            inbox.held = None
    if reason == "other getUpdates":
        await _pause_between_conflicts(inbox)
        raise conflict(EVICTED)
    if reason == "setWebhook":
        raise conflict("terminated by setWebhook request")


async def _pause_between_conflicts(inbox: Inbox) -> None:
    now = asyncio.get_running_loop().time()
    soon = now - inbox.last_conflict < CONFLICT_PAUSE
    inbox.last_conflict = now
    if soon:
        await asyncio.sleep(CONFLICT_PAUSE)


def checked_url(url: str) -> None:
    """Refuse a webhook address the real server would refuse; loopback may be plain HTTP."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.hostname in LOOPBACK:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        words = "Webhook can be set up only on ports 80, 88, 443 or 8443"
        raise bad_request(f"bad webhook: {words}")
    host = parts.hostname or ""
    if re.match(r"(10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.", host):
        raise bad_request(f"bad webhook: IP address {host} is reserved")


def checked_secret(secret: str) -> None:
    """Refuse a secret token of the wrong shape."""
    if len(secret) > SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")


@method("setWebhook")
def set_webhook(request: Request) -> bool:
    """Push updates to an address from now on; an empty address means to fetch them again."""
    inbox, world = request.bot.inbox, request.world
    url = request.text("url")
    if not url:
        return _stop_pushing(request)
    secret = request.text("secret_token")
    checked_url(url)
    checked_secret(secret)
    now = world.clock.timestamp()
    if now - inbox.webhook_set_at < 1 and world.limits.enabled:
        raise flood(1)
    wanted_kinds(request, inbox)
    if request.flag("drop_pending_updates"):
        inbox.forget()
    inbox.webhook_set_at = now
    inbox.webhook = Webhook(
        url=url,
        secret=secret or None,
        max_connections=min(max(request.integer("max_connections", 40), 1), 100),
        certificate="certificate" in request.uploads,
        ip_address=request.maybe_text("ip_address"),
    )
    inbox.wake("setWebhook")
    world.webhooks_changed.set()
    return True


@method("deleteWebhook")
def delete_webhook(request: Request) -> bool:
    """Stop pushing updates."""
    return _stop_pushing(request)


def _stop_pushing(request: Request) -> bool:
    inbox = request.bot.inbox
    inbox.webhook = None
    if request.flag("drop_pending_updates"):
        inbox.forget()
    inbox.wake("news")
    return True


@method("getWebhookInfo")
def get_webhook_info(request: Request) -> Json:
    """Say where updates go and how many wait."""
    inbox = request.bot.inbox
    hook = inbox.webhook
    shaped: Json = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": inbox.waiting,
    }
    if hook is not None:
        shaped |= present(
            url=hook.url,
            has_custom_certificate=hook.certificate,
            max_connections=hook.max_connections,
            ip_address=hook.ip_address or "127.0.0.1",
            last_error_date=hook.failed_at,
            last_error_message=hook.failure,
        )
    if inbox.allowed != BY_DEFAULT:
        shaped["allowed_updates"] = sorted(inbox.allowed)
    return shaped


@method("logOut")
def log_out(request: Request) -> bool:
    """Leave the server; every later call is refused."""
    request.bot.logged_out = True
    request.bot.inbox.wake("closing")
    return True


@method("close")
def close(request: Request) -> bool:
    """Do nothing: the sandbox has one server."""
    del request
    return True


def require_logged_in(request: Request) -> None:
    """Refuse a bot that has left the server."""
    if request.bot.logged_out:
        raise ApiError(400, "Logged out")
