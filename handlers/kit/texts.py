"""Every word the bot says, from templates: one file per noun and locale, one macro per notice."""

import contextlib
import functools
import html
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from pydantic import BaseModel

from handlers.kit.marking import marked
from models.messages.notices import Notice

DEFAULT = "zh-CN"
LOCALES = (DEFAULT, "en")
_FOLDER = Path(__file__).parent.parent / "texts"
_COMPILED = Path(__file__).parent / "__pycache__"
_WEEKDAYS = {
    "zh-CN": tuple(f"星期{one}" for one in "一二三四五六日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def fitting(language_code: str | None) -> str:
    """Return the locale for an account's language: Chinese unless it plainly is another."""
    if language_code is None or language_code.lower().startswith("zh"):
        return DEFAULT
    return "en"


@functools.lru_cache(maxsize=4096)
def _day(moment: date, locale: str) -> str:
    weekday = _WEEKDAYS[locale][moment.weekday()]
    if locale == DEFAULT:
        return f"{moment.month}月{moment.day}日（{weekday}）"
    return f"{weekday} {moment.day} {_MONTHS[moment.month - 1]}"


def _clock(moment: datetime) -> str:
    return f"{moment.hour:02}:{moment.minute:02}"


def _full(moment: datetime, locale: str) -> str:
    day, clock = _day(moment.date(), locale), _clock(moment)
    return f"{moment.year}年{day} {clock}" if locale == DEFAULT else f"{day} {moment.year}, {clock}"


def _points(hundredths: int) -> str:
    """Return points without needless zeros: 300 → 3, 350 → 3.5, -200 → -2."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


class _Compiled(FileSystemBytecodeCache):
    """Compiled texts, kept beside Python's own compiled code, so that not each start does it anew.

    Compiling all of them takes a second, and whoever writes first after a start would wait for it.
    Where nobody may write, nothing is kept.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, where Python keeps its own and it can be written."""
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)


@functools.cache
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / locale),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_Compiled(str(_COMPILED), "texts-%s.cache"),
    )
    environment.filters["day"] = lambda at: _day(at.date(), locale)
    environment.filters["date"] = lambda on: _day(on, locale)
    environment.filters["clock"] = _clock
    environment.filters["full"] = lambda at: _full(at, locale)
    environment.filters["points"] = _points
    environment.filters["marked"] = marked
    environment.globals["words"] = functools.partial(_words, locale)
    return environment


def compile_all() -> int:
    """Compile every text of every language and keep that, where it may be kept; return how many.

    For an image: whoever runs the program there may not write beside its code.
    """
    files = [(locale, path.name) for locale in LOCALES for path in (_FOLDER / locale).glob("*.j2")]
    for locale, name in files:
        _environment(locale).get_template(name)
    return len(files)


@functools.cache
def _macro(key: str, locale: str) -> Callable[..., str]:
    noun, _, name = key.partition(".")
    module = _environment(locale).get_template(f"{noun}.j2").module
    macro = getattr(module, name, None)
    if macro is None:
        raise KeyError(f"no words for {key} in {locale}")
    return functools.partial(_called, macro)


def _called(macro: Any, fields: Mapping[str, object]) -> str:  # noqa: ANN401  (Jinja's macros have no type)
    return str(macro(**{name: fields[name] for name in macro.arguments})).strip()


@functools.lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Return a time zone by its name."""
    return ZoneInfo(name)


def _words(locale: str, phrase: Mapping[str, object] | str) -> str:
    """Put words to a phrase inside another text: the key of a macro, with what it is about."""
    fields: Mapping[str, object] = {"key": phrase} if isinstance(phrase, str) else phrase
    noun, _, name = str(fields["key"]).partition(".")
    macro = getattr(_environment(locale).get_template(f"{noun}.j2").module, name)
    said: str = macro(**{one: fields[one] for one in macro.arguments})
    return said.strip()  # Jinja's Markup: escaped already, and not again


_PLAIN = frozenset({str, int, bool, type(None)})  # what most fields are


def _local(value: object, where: ZoneInfo) -> Any:  # noqa: ANN401  (templates see plain values)
    if type(value) in _PLAIN:
        return value
    if isinstance(value, datetime):
        return value.astimezone(where)
    if isinstance(value, BaseModel):
        return {
            name: part if type(part) in _PLAIN else _local(part, where)
            for name, part in vars(value).items()
        }
    if isinstance(value, tuple | list):
        return [_local(part, where) for part in value]
    return value


_TAG = re.compile(r"<[^<>]*>")


def plain_words(markup: str) -> str:
    """Return what is left of Telegram HTML without its tags: for toasts, and where HTML fails."""
    return html.unescape(_TAG.sub("", markup))


_BLANK_LINES = re.compile(r"\n{3,}")


def say(notice: Notice, *, locale: str, zone_name: str) -> str:
    """Return a notice in words: Telegram HTML, moments in the given zone."""
    fields = _local(notice, zone(zone_name))
    return _BLANK_LINES.sub("\n\n", _macro(notice.kind, locale)(fields))


@functools.lru_cache(maxsize=1024)
def label(key: str, locale: str, args: tuple[tuple[str, object], ...] = ()) -> str:
    """Return the words on a button, as plain text."""
    noun, _, name = key.partition(".")
    module = _environment(locale).get_template(f"{noun}.j2").module
    return html.unescape(str(getattr(module, name)(**dict(args)))).strip()


def every(key: str) -> frozenset[str]:
    """Return a label in all locales: what a person may also type instead of pressing it."""
    return frozenset(label(key, locale) for locale in LOCALES)
