"""Private numbers in free text: found however they are written, and masked."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.privacy.identity import check_mark
from models.privacy.scanning import Private, findings, masked

MOBILE = "19900000012"
FIRST_17 = "42010619700101002"
CARD = FIRST_17 + check_mark(FIRST_17)
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u202e\u00ad"
DIGITS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "零一二三四五六七八九")


@pytest.mark.parametrize(
    "written",
    [
        "19900000012",
        "199 0000 0012",
        "199-0000-0012",
        "199—0000—0012",
        "199.0000.0012",
        "(199)00000012",
        "+8619900000012",
        "+86 199 0000 0012",
        "0086-199-0000-0012",
        "8619900000012",
        "１９９００００００１２",
        "1\u200b9\u200b9\u200b0\u200b0\u200b0\u200b0\u200b0\u200b0\u200b1\u200b2",
        "1️⃣9️⃣9️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣",
        "①⑨⑨００００００①②",
        "一九九零零零零零零一二",
        "幺九九〇〇〇〇〇〇幺二",
        "199\n0000\n0012",
    ],
)
def test_a_mobile_number_is_masked_however_it_is_written(written: str) -> None:
    said = masked(f"路灯坏了，找我{written}，谢谢")

    assert "199****0012" in said
    assert said.startswith("路灯坏了，找我")
    assert said.endswith("，谢谢")
    assert [one.kind for one in findings(written)] == [Private.MOBILE]


@pytest.mark.parametrize(
    "written",
    ["027-88880012", "(027)8888 0012", "02788880012", "0710-3880012", "+86 27 8888 0012"],
)
def test_a_landline_number_is_masked(written: str) -> None:
    said = masked(f"打到单位：{written} 找老张")

    assert said == "打到单位：****12 找老张"


def test_a_number_without_its_area_is_masked_where_it_is_called_one() -> None:
    assert masked("家里电话 8888 0012") == "家里电话 ****12"
    assert masked("表号 88880012") == "表号 88880012"


def test_a_number_of_another_country_is_masked() -> None:
    assert masked("我在香港 +852 6000 0012") == "我在香港 ****12"


@pytest.mark.parametrize("written", [CARD, CARD.lower(), f"{CARD[:6]} {CARD[6:14]} {CARD[14:]}"])
def test_an_identity_number_is_masked(written: str) -> None:
    said = masked(f"我是{written}。")

    assert said == f"我是420{'*' * 13}{CARD[-2:]}。"


def test_an_identity_number_with_a_slip_is_masked_where_it_is_called_one() -> None:
    wrong = FIRST_17 + ("1" if check_mark(FIRST_17) != "1" else "2")

    assert masked(f"身份证：{wrong}") == f"身份证：420{'*' * 13}{wrong[-2:]}"
    assert masked(f"订单 {wrong}") == f"订单 {wrong}"


def test_an_identity_number_of_old_is_masked() -> None:
    assert "700101" not in masked("老身份证420106700101002")


@pytest.mark.parametrize(
    "harmless",
    [
        "XJP-2026-0042",
        "2026年11月27日15:30开会",
        "2026-11-27 15:30 到 16:30",
        "拨打12345或110",
        "全国热线 400-800-1234",
        "123456789012345678",
        "一二三四五六七八九十",
        "一共花了13800元",
        "徐东大街123号2栋3单元401室",
        "第1,3,5,7,9楼",
        "",
    ],
)
def test_what_is_no_private_number_stays_as_it_is(harmless: str) -> None:
    assert masked(harmless) == harmless


def test_several_numbers_are_each_masked() -> None:
    said = masked(f"我{MOBILE}，她19900000034，证号{CARD}")

    assert said == f"我199****0012，她199****0034，证号420{'*' * 13}{CARD[-2:]}"


def _spelled(digits: str, alphabet: str, gaps: list[str]) -> str:
    return "".join(alphabet[int(d)] + gap for d, gap in zip(digits, gaps, strict=True))


@given(
    tail=st.text("0123456789", min_size=9, max_size=9),
    second=st.sampled_from("3456789"),
    alphabet=st.sampled_from(DIGITS),
    gaps=st.lists(st.text(st.sampled_from(HIDDEN + " -·"), max_size=3), min_size=11, max_size=11),
    before=st.text(st.characters(exclude_categories=["Nd", "No", "Nl", "Cs"]), max_size=20),
    after=st.text(st.characters(exclude_categories=["Nd", "No", "Nl", "Cs"]), max_size=20),
)
def test_no_writing_of_a_mobile_number_gets_through(
    tail: str, second: str, alphabet: str, gaps: list[str], before: str, after: str
) -> None:
    assume(not set(before + after) & set("零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"))
    number = f"1{second}{tail}"

    found = findings(before + _spelled(number, alphabet, gaps) + after)

    assert len(found) == 1
    assert found[0].shown.endswith(f"****{number[-4:]}") or found[0].kind is Private.FOREIGN
    assert len(found[0].shown) - found[0].shown.count("*") <= len("1990012")


@given(
    year=st.integers(1900, 2025),
    day=st.integers(1, 28),
    month=st.integers(1, 12),
    rest=st.integers(0, 999),
)
def test_every_identity_number_is_found(year: int, month: int, day: int, rest: int) -> None:
    first = f"420106{year:04}{month:02}{day:02}{rest:03}"
    number = first + check_mark(first)

    said = masked(f"看看{number}吧")

    assert number not in said
    assert f"{month:02}{day:02}" not in said


@given(st.text())
def test_masking_a_masked_text_changes_nothing(text: str) -> None:
    once = masked(text)

    assert masked(once) == once


@given(st.text(st.characters(exclude_categories=["Nd", "No", "Nl", "Lo", "So"])))
def test_a_text_without_digits_stays_as_it_is(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "hostile",
    [
        "1-" * 2048,
        "13" * 2048,
        "0" * 4096,
        "+8 6 1" * 700,
        "电话" * 2048,
        "(" * 4096,
        "1 3 " * 1024,
        "\u200b" * 4096,
        "一" * 4096,
        "😀" * 4096,
    ],
)
def test_a_hostile_text_is_read_in_no_time(hostile: str) -> None:
    begun = time.perf_counter()

    findings(hostile)

    assert time.perf_counter() - begun < 0.25
