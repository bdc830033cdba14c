"""Every notice has its words in both languages, and they pass Telegram's own rules."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup

import bot.cli.backups
import bot.cli.keys
import bot.cli.notices  # noqa: F401  (now their notices are known)
from handlers.kit import buttons, screens, texts
from handlers.register import REGISTER
from models.messages.notices import Notice
from models.people import keys
from sandbox.entities import parse, units
from sandbox.methods.texts import TEXT_LIMIT
from tests.architecture.inventing import every_notice, invented

NOTICES = every_notice()
FOLDER = Path(texts.__file__).parent.parent / "texts"
ZONE = "Asia/Shanghai"
TOAST_LIMIT = 200
#: Shown on the page or in a terminal, never sent to a chat.
IN_TERMINALS = ("cli.", "sheets.")


def macros(locale: str) -> dict[str, tuple[str, ...]]:
    """Return every macro of a locale and its arguments."""
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted((FOLDER / locale).glob("*.j2")):
        module: Any = texts._environment(locale).get_template(file.name).module
        for name in dir(module):
            macro = getattr(module, name)
            if not name.startswith("_") and hasattr(macro, "arguments"):
                found[f"{file.stem}.{name}"] = tuple(macro.arguments)
    return found


@pytest.fixture(autouse=True, scope="module")
def _named_keys(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Name a key file: some buttons carry a signed address."""
    keys.use(tmp_path_factory.mktemp("keys") / "huiyin.keys")


def test_both_languages_have_the_same_macros_with_the_same_arguments() -> None:
    chinese, english = (macros(locale) for locale in texts.LOCALES)

    assert chinese == english


def test_every_notice_has_a_macro_that_asks_for_nothing_it_has_not() -> None:
    known = macros(texts.DEFAULT)
    wrong = {
        kind: known.get(kind)
        for kind, notice in NOTICES.items()
        if not set(known.get(kind, ("(none)",))) <= set(notice.model_fields)
    }

    assert wrong == {}


def test_every_button_has_an_entry_and_every_entry_a_button() -> None:
    entries = {one.name.removeprefix("button:") for one in REGISTER if "button:" in one.name}

    assert entries - {"*"} == set(buttons.codes())


def test_names_of_entries_are_not_used_twice() -> None:
    names = [one.name for one in REGISTER]

    assert sorted(names) == sorted(set(names))


FEW = settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],  # the first thing that fails says enough
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("kind", [one for one in NOTICES if not one.startswith(IN_TERMINALS)])
@FEW
@given(data=st.data())
def test_whatever_it_holds_telegram_takes_it(kind: str, data: st.DataObject) -> None:
    notice = data.draw(invented(NOTICES[kind]))
    assume(notice is not None)

    for locale in texts.LOCALES:
        screen = screens.show(notice, locale=locale, zone=ZONE)

        formatted = parse(screen.text, screen.parse_mode)
        assert formatted.text.strip()
        assert units(formatted.text) <= TEXT_LIMIT
        assert "&amp;lt;" not in screen.text, "escaped twice"
        assert "Markup(" not in formatted.text
        _check_keyboard(screen.markup)


def _check_keyboard(markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | None) -> None:
    if isinstance(markup, InlineKeyboardMarkup):
        for row in markup.inline_keyboard:
            for button in row:
                data = str(button.callback_data or "")
                assert button.text.strip()
                assert len(data.encode()) <= buttons.LIMIT
                if data:
                    buttons.read(data)
    elif isinstance(markup, ReplyKeyboardMarkup):
        assert all(button.text.strip() for row in markup.keyboard for button in row)


@pytest.mark.parametrize("kind", [one for one in NOTICES if one.startswith(IN_TERMINALS)])
@FEW
@given(data=st.data())
def test_what_is_said_in_a_terminal_can_be_said(kind: str, data: st.DataObject) -> None:
    notice = data.draw(invented(NOTICES[kind]))
    assume(notice is not None)

    for locale in texts.LOCALES:
        assert texts.say(notice, locale=locale, zone_name=ZONE).strip()


#: What may flash over a chat in the hundred and fiftieth of a screen that Telegram gives it.
TOASTS = (
    "activities.checked_in",
    "activities.already_in",
    "activities.too_early",
    "activities.too_late",
    "activities.not_invited",
    "activities.nothing_open",
    "activities.was_cancelled",
    "activities.stranger",
    "activities.announced",
    "activities.closed",
    "door.gone",
    "door.done",
    "door.not_allowed",
)


@pytest.mark.parametrize("locale", texts.LOCALES)
@pytest.mark.parametrize("kind", TOASTS)
@FEW
@given(data=st.data())
def test_a_toast_is_short_enough_with_words_of_usual_length(
    kind: str, locale: str, data: st.DataObject
) -> None:
    notice: Notice | None = data.draw(invented(NOTICES[kind]))
    assume(notice is not None and "一" * 20 not in str(notice))
    assert notice is not None

    words = texts.plain_words(texts.say(notice, locale=locale, zone_name=ZONE))

    assert units(words) <= TOAST_LIMIT, words
