"""Formatting: what becomes an entity, and where it lies in UTF-16 units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.entities import Formatted, ParseError, find, parse, units

Simple = list[tuple[str, int, int]]


def simple(formatted: Formatted) -> Simple:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in formatted.entities]


@pytest.mark.parametrize(
    ("source", "plain", "entities"),
    [
        ("<b>好</b>人", "好人", [("bold", 0, 1)]),
        ("😀<i>好</i>", "😀好", [("italic", 2, 1)]),
        ("<b>甲<i>乙</i></b>", "甲乙", [("bold", 0, 2), ("italic", 1, 1)]),
        ("a &lt; b &amp; c &gt; d &quot;&#33;&#x21; &nbsp;", 'a < b & c > d "!! &nbsp;', []),
        ("  <u>好</u>  ", "好", [("underline", 0, 1)]),
        ("<b>好 </b>", "好", [("bold", 0, 1)]),
        ("<b></b>好", "好", []),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<B>x</B>", "x", [("bold", 0, 1)]),
        ("<s>x</>", "x", [("strikethrough", 0, 1)]),
    ],
)
def test_html_becomes_text_and_entities(source: str, plain: str, entities: Simple) -> None:
    formatted = parse(source, "HTML")

    assert formatted.text == plain
    assert simple(formatted) == entities


def test_html_links_and_code_carry_more() -> None:
    link = parse('<a href="https://e.org/?a=1&amp;b=2">x</a>', "HTML").entities[0]
    mention = parse('<a href="tg://user?id=7">x</a>', "HTML").entities[0]
    code = parse('<pre><code class="language-python">x</code></pre>', "HTML").entities

    assert link["url"] == "https://e.org/?a=1&b=2"
    assert (mention["type"], mention["user_id"]) == ("text_mention", 7)
    assert code == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


@pytest.mark.parametrize(
    ("source", "plain", "entities"),
    [
        ("*好*人", "好人", [("bold", 0, 1)]),
        ("_a_ __b__ ~c~ ||d||", "a b c d", None),
        ("*甲_乙_*", "甲乙", [("bold", 0, 2), ("italic", 1, 1)]),
        ("1\\.2", "1.2", []),
        ("`a.b`", "a.b", [("code", 0, 3)]),
        ("[x](http://e.org/)", "x", [("text_link", 0, 1)]),
        (">甲\n>乙\n丙", "甲\n乙\n丙", [("blockquote", 0, 3)]),
        ("```py\nx```", "x", [("pre", 0, 1)]),
    ],
)
def test_markdown_becomes_text_and_entities(
    source: str, plain: str, entities: Simple | None
) -> None:
    formatted = parse(source, "MarkdownV2")

    assert formatted.text == plain
    kinds = [("italic", 0, 1), ("underline", 2, 1), ("strikethrough", 4, 1), ("spoiler", 6, 1)]
    assert simple(formatted) == (kinds if entities is None else entities)


@pytest.mark.parametrize("character", "_*[~`")
def test_markdown_never_closed_is_refused(character: str) -> None:
    with pytest.raises(ParseError, match="Can't find end of"):
        parse(f"甲{character}乙", "MarkdownV2")


@pytest.mark.parametrize("character", "#+-=|{}.!()]")
def test_markdown_reserved_character_is_refused(character: str) -> None:
    with pytest.raises(ParseError, match="is reserved and must be escaped"):
        parse(f"甲{character}乙", "MarkdownV2")


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start 好", [("bot_command", 0, 6)]),
        ("请按 /help@huiyin_bot 。", [("bot_command", 3, 16)]),
        ("3/4 不是命令", []),
        ("@huiyin_bot 与 #议案", [("mention", 0, 11), ("hashtag", 14, 3)]),
        ("见 https://e.org/a?b=1，好", [("url", 2, 19)]),
        ("e.org.cn 和 a@e.org", [("url", 0, 8), ("email", 11, 7)]),
        ("拨 +86 27 8888 0000", [("phone_number", 2, 16)]),
        ("寻常的话", []),
    ],
)
def test_plain_text_has_entities_by_itself(text: str, entities: Simple) -> None:
    assert simple(find(Formatted(text, []))) == entities


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    formatted = parse(escaped, "HTML")

    assert formatted == parse(text)
    assert formatted.entities == []


@given(st.text(), st.sampled_from(["HTML", "MarkdownV2", "Markdown"]))
def test_any_text_parses_or_is_refused_and_entities_lie_within(text: str, mode: str) -> None:
    try:
        formatted = parse(text, mode)
    except ParseError:
        return

    for entity in formatted.entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"]
        assert entity["offset"] + entity["length"] <= units(formatted.text)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a ", "Unclosed start tag at byte offset 0"),
        ("<a href=", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a =x>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_at_its_byte(source: str, words: str) -> None:
    with pytest.raises(ParseError) as refused:
        parse(source, "HTML")

    assert str(refused.value) == f"can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "plain", "entities"),
    [
        ("*好* _a_ `b`", "好 a b", [("bold", 0, 1), ("italic", 2, 1), ("code", 4, 1)]),
        ("[x](e.org) [y]", "x y", [("text_link", 0, 1)]),
        ("```a.b```", "a.b", [("pre", 0, 3)]),
        ("1\\_2", "1_2", []),
    ],
)
def test_first_markdown_still_works(source: str, plain: str, entities: Simple) -> None:
    formatted = parse(source, "Markdown")

    assert formatted.text == plain
    assert simple(formatted) == entities


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "5"}),
        ('<tg-time unix="60">x</tg-time>', {"type": "date_time", "unix_time": 60}),
        ("<a href=e.org>x</a>", {"type": "text_link", "url": "http://e.org/"}),
        ("<a>e.org</a>", {"type": "text_link", "url": "http://e.org/"}),
    ],
)
def test_rarer_html_keeps_what_it_carries(source: str, entity: dict[str, object]) -> None:
    found = parse(source, "HTML").entities[0]

    assert entity.items() <= found.items()


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ("![👍](tg://emoji?id=5)", {"type": "custom_emoji", "custom_emoji_id": "5"}),
        ("[x](tg://user?id=7)", {"type": "text_mention", "user_id": 7}),
        (">甲\n>乙||", {"type": "expandable_blockquote", "length": 3}),
        ("[x](http://e.org/a\\)b)", {"type": "text_link", "url": "http://e.org/a)b"}),
    ],
)
def test_rarer_markdown_keeps_what_it_carries(source: str, entity: dict[str, object]) -> None:
    found = parse(source, "MarkdownV2").entities[0]

    assert entity.items() <= found.items()


def test_markdown_link_without_end_is_refused() -> None:
    with pytest.raises(ParseError, match="Can't find end of a URL at byte offset 4"):
        parse("[x](http://e.org", "MarkdownV2")


def test_command_inside_code_is_no_command() -> None:
    formatted = find(parse("<code>/start</code> /help", "HTML"))

    assert simple(formatted) == [("code", 0, 6), ("bot_command", 7, 5)]
