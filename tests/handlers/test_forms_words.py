"""Every form has its words, in every language."""

import re
from pathlib import Path

import pytest

import handlers.register
from handlers.kit import forms, texts
from handlers.kit.forms.shape import Ask, shapes
from handlers.kit.moments import Unread

KEYS = re.compile(r'"(forms\.[a-z_]+)"')
COMPOSED = {f"forms.p_when_{one.value}" for one in Unread} | {
    f"forms.p_until_{one.value}" for one in (Unread.UNKNOWN, Unread.PAST)
}
ENTRY = "answer"  # forms.answer is the name of an entry, not of words


def asks() -> list[Ask]:
    return [ask for shape in shapes().values() for ask in shape.asks.values()]


def hint_of(ask: Ask, locale: str) -> str:
    bound = ask.reads.bound()
    return texts.label(str(ask.hint), locale, (("number", bound),) if bound is not None else ())


def names_in(text: str) -> set[str]:
    return set(re.findall(r"{% macro (\w+)\(", text))


def text_of(noun: str, locale: str) -> str:
    folder = Path(handlers.register.__file__).parent / "texts" / locale
    return (folder / f"{noun}.j2").read_text()


@pytest.mark.parametrize("locale", texts.LOCALES)
def test_every_question_of_every_form_has_its_words(locale: str) -> None:
    keys = {shape.title.key for shape in shapes().values()}
    keys |= {key for ask in asks() for key in (ask.prompt, ask.label) if key}

    assert {"activity", "reason"} <= set(shapes())
    assert all(texts.label(key, locale) for key in keys)
    assert all(hint_of(ask, locale) for ask in asks() if ask.hint)


@pytest.mark.parametrize("locale", texts.LOCALES)
def test_every_word_the_machinery_says_is_there(locale: str) -> None:
    folder = Path(forms.__file__).parent
    source = "".join(one.read_text() for one in folder.glob("*.py"))
    said = {key.removeprefix("forms.") for key in set(KEYS.findall(source)) | COMPOSED} - {ENTRY}

    assert len(said) > 30
    assert said <= names_in(text_of("forms", locale))


@pytest.mark.parametrize("noun", ["forms", "activities"])
def test_both_languages_have_the_same_macros(noun: str) -> None:
    first, *others = (names_in(text_of(noun, locale)) for locale in texts.LOCALES)

    assert all(first == other for other in others)
