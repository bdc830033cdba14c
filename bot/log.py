"""What the program says about itself: one line an event, and never a secret."""

import logging
import re
import sys

from bot.config import Config

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
#: They print addresses with the token, or whole updates.
_TALKATIVE = ("httpx", "httpcore", "telegram", "aiohttp", "apscheduler", "aiosqlite", "asyncio")


class Redacting(logging.Formatter):
    """Writes lines with tokens and phone numbers struck out, in tracebacks too."""

    def __init__(self, *secrets: str) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = [one for one in secrets if one]

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without secrets."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return _PHONE.sub("[phone]", _TOKEN.sub("[token]", line))


def begin(config: Config) -> None:
    """Send everything to standard error, at the configured level."""
    handler = logging.StreamHandler(sys.stderr)
    telegram = config.telegram
    handler.setFormatter(
        Redacting(telegram.token.get_secret_value(), telegram.webhook_secret.get_secret_value())
    )
    logging.basicConfig(level=config.log.level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def begin_quietly() -> None:
    """Say warnings only: the demo speaks to a person."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
