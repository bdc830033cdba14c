"""What counts as a page on the web."""

import pytest

from models.records.rules import LONGEST_LINK, link_of


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://news.example.cn/2019/a.html", "https://news.example.cn/2019/a.html"),
        (" http://example.com/x?a=1&b=2 ", "http://example.com/x?a=1&b=2"),
        ("www.example.com/武昌", "https://www.example.com/武昌"),
        ("HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM"),
    ],
)
def test_a_page_on_the_web_is_taken(said: str, kept: str) -> None:
    assert link_of(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "",
        "没有",
        "javascript:alert(1)",
        "javascript://example.com/%0aalert(1)",
        "file:///etc/passwd",
        "tg://resolve?domain=x",
        "https://user:secret@example.com/",
        "https://example.com/a b",
        "https://",
        "https://localhost/",
        "https://example.com:port/",
        "https://[broken.com/",
        "https://example.com/" + "a" * LONGEST_LINK,
    ],
)
def test_nothing_else_is(said: str) -> None:
    assert link_of(said) is None
