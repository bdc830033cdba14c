"""What the program says about itself: one line an event, and never a secret."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from bot.config import Config
from models import tracing

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
#: They print addresses with the token, or whole updates.
_TALKATIVE = ("httpx", "httpcore", "telegram", "apscheduler", "aiosqlite", "asyncio")


class Redacting(logging.Formatter):
    """Writes lines with tokens and phone numbers struck out, in tracebacks too.

    Each names what it belongs to: `u<number>` an update and the messages that answer it.
    `as_json` makes each line one JSON object, for programs that gather logs.
    """

    def __init__(self, *secrets: str, as_json: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s [%(request)s]: %(message)s")
        self._secrets = [one for one in secrets if one]
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without secrets."""
        record.request = tracing.current()
        line = self._object(record) if self._as_json else super().format(record)
        return self._struck(line)

    def _object(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": tracing.current(),
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)

    def _struck(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return _PHONE.sub("[phone]", _TOKEN.sub("[token]", line))


def secrets_of(config: Config) -> list[str]:
    """Return every secret of a configuration, the database's password as it is written there."""
    telegram = config.telegram
    password = urlsplit(config.database.url.get_secret_value()).password or ""
    held = (telegram.token, telegram.webhook_secret, config.platform.open311_key)
    return [*(one.get_secret_value() for one in held), password, unquote(password)]


def begin(config: Config) -> None:
    """Send everything to standard error, at the configured level."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(*secrets_of(config), as_json=config.log.format == "json"))
    logging.basicConfig(level=config.log.level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def begin_quietly() -> None:
    """Say warnings only: the demo speaks to a person."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
