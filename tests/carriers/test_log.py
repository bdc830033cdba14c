"""The log: from an update to its messages by one name, and never a secret."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.config import Config, DatabaseSection, Telegram
from bot.log import Redacting, secrets_of
from models import tracing
from models.platforms.settings import Platform
from tests.town import TOKEN, Town

PHONE = "19900000001"


@contextmanager
def listening(*, as_json: bool = False) -> Iterator[io.StringIO]:
    """Write everything at DEBUG into a text, as the program would."""
    text, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(text)
    handler.setFormatter(Redacting(TOKEN, as_json=as_json))
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield text
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


async def test_an_update_and_its_answer_have_one_name_in_the_log(town: Town) -> None:
    await town.announce()

    with listening(as_json=True) as text:
        await town.write("王桂兰", "签到")

    lines = [json.loads(line) for line in text.getvalue().splitlines()]
    handled = [one for one in lines if one["message"].startswith("handled as 签到")]
    sent = [one for one in lines if "(activities.checked_in): sent" in one["message"]]
    assert len(handled) == len(sent) == 1
    assert handled[0]["request"] == sent[0]["request"]
    assert handled[0]["request"].startswith("u")


async def test_beside_one_another_each_keeps_its_name(town: Town) -> None:
    await town.announce()

    with listening(as_json=True) as text:
        for name in ("王桂兰", "李建国"):
            town.acts.write(town.people[name], town.people[name], "签到")
        await town.settle()

    lines = [json.loads(line) for line in text.getvalue().splitlines()]
    names = {one["request"] for one in lines if one["message"].startswith("handled as 签到")}
    assert len(names) == 2


def test_what_is_done_by_nobody_has_no_name() -> None:
    with listening() as text:
        logging.getLogger("bot").warning("alone")
        with tracing.named("u5"):
            logging.getLogger("bot").warning("inside")

    outside, inside = text.getvalue().splitlines()
    assert "[-]: alone" in outside
    assert "[u5]: inside" in inside


@pytest.mark.parametrize("as_json", [False, True])
def test_no_secret_stands_in_a_line_or_a_traceback(*, as_json: bool) -> None:
    with listening(as_json=as_json) as text:
        try:
            int(f"https://api.telegram.org/bot{TOKEN}/getMe {PHONE}")
        except ValueError:
            logging.getLogger("bot").exception("failed for %s", PHONE)

    assert TOKEN not in text.getvalue()
    assert PHONE not in text.getvalue()
    assert "ValueError" in text.getvalue()


def test_every_secret_of_the_configuration_is_struck_out() -> None:
    config = Config(
        telegram=Telegram.model_validate({"token": TOKEN, "webhook_secret": "w" * 40}),
        database=DatabaseSection.model_validate({"url": "postgresql+asyncpg://a:p%40ss@host/b"}),
        platform=Platform.model_validate({"open311_key": "a-key-of-the-platform"}),
    )
    formatter = Redacting(*secrets_of(config))
    said = f"{TOKEN} {'w' * 40} p%40ss p@ss a-key-of-the-platform and the rest"
    record = logging.LogRecord("bot", logging.INFO, "", 0, said, None, None)

    line = formatter.format(record)

    assert line.endswith("[secret] [secret] [secret] [secret] [secret] and the rest")


@pytest.mark.parametrize(
    ("about", "name"),
    [
        ("update:77:1", "u77"),
        ("apology:77", "u77"),
        ("card:12", "m5"),
        ("update", "m5"),
        ("update:x", "m5"),
    ],
)
def test_a_message_is_named_after_the_update_it_answers(about: str, name: str) -> None:
    assert tracing.of_message(about, 5) == name
