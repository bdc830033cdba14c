"""Marks of words: shown as HTML that is always whole and says nothing nobody wrote."""

from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.marking import marked
from models.materials.marks import Mark, MarkKind, joined, safe, trimmed

TEXT = st.text(alphabet='字a<&>" 😀\n', max_size=30)
MARKS = st.lists(
    st.builds(
        Mark,
        kind=st.sampled_from(MarkKind),
        at=st.integers(-3, 32),
        length=st.integers(-2, 32),
        url=st.sampled_from([None, "https://example.org/?a=1&b=2", 'javascript:"<b>', ""]),
    ),
    max_size=8,
)


class Whole(HTMLParser):
    """Reads HTML, and complains of a tag that is not closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert all((value or "").startswith("https://") for name, value in attrs if name == "href")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data


@given(text=TEXT, marks=MARKS)
def test_whatever_the_marks_the_html_is_whole_and_says_the_text(
    text: str, marks: list[Mark]
) -> None:
    reader = Whole()
    reader.feed(str(marked(text, marks)))
    reader.close()

    assert reader.open == []
    assert reader.said == text


@given(text=TEXT, marks=MARKS)
def test_only_what_is_safe_is_kept_and_that_is_safe_again(text: str, marks: list[Mark]) -> None:
    kept = safe(marks, len(text))

    assert safe(kept, len(text)) == kept
    assert all(0 <= one.at < one.end <= len(text) for one in kept)


def bold(at: int, length: int) -> Mark:
    return Mark(kind=MarkKind.BOLD, at=at, length=length)


def test_marks_within_marks_and_across_them_are_nested() -> None:
    italic = Mark(kind=MarkKind.ITALIC, at=2, length=4)
    quote = Mark(kind=MarkKind.QUOTE, at=0, length=6)

    assert str(marked("abcdef", [bold(0, 4), italic, quote])) == (
        "<blockquote><b>ab<i>cd</i></b><i>ef</i></blockquote>"
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tg://user?id=1", None, "https://x/<b>"])
def test_an_address_that_is_none_of_the_web_is_words(url: str | None) -> None:
    link = Mark(kind=MarkKind.LINK, at=0, length=2, url=url)

    assert str(marked("ab", [link])) == "ab"


def test_an_address_cannot_break_out_of_its_tag() -> None:
    link = Mark(kind=MarkKind.LINK, at=0, length=1, url="https://x/?a='&b=1")

    shown = str(marked("a", [link]))

    assert unescape(shown.split('"')[1]) == "https://x/?a='&b=1"
    assert shown.endswith(">a</a>")


def test_space_taken_away_takes_the_marks_along() -> None:
    text, marks = trimmed("  \n标题 正文 ", [bold(3, 2), bold(6, 3)])

    assert text == "标题 正文"
    assert [text[one.at : one.end] for one in marks] == ["标题", "正文"]


def test_several_parts_keep_their_marks_in_one_text() -> None:
    text, marks = joined([("甲 ", [bold(0, 1)]), ("  ", []), (" 乙丙", [bold(2, 1)])], "\n\n")

    assert text == "甲\n\n乙丙"
    assert [text[one.at : one.end] for one in marks] == ["甲", "丙"]
