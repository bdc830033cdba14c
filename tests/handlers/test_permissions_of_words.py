"""Every word, form and file, tried by everybody who must not: nothing changes, nothing shows."""

import enum
import types
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

from handlers.forms.issue_readers import Part, Spot, Who
from handlers.forms.material_answers import Worded
from handlers.forms.receptions.table import Brought
from handlers.kit import texts
from handlers.kit.entries import Entry
from handlers.kit.forms.reading import Attachment
from handlers.kit.forms.shape import Shape, shapes
from handlers.register import REGISTER
from handlers.screens.forms import Step
from models import clock
from models.activities.tables import Activity
from models.activities.whom import Wanted
from models.drafts.rules import REVIEW
from models.drafts.tables import Draft
from models.issues.states import Way
from models.messages.carried import Media
from tests.handlers.cast import (
    CAST,
    KIND_REFUSALS,
    OWNER,
    SAY,
    STAFF,
    TITLE,
    bring_on,
    changed,
    kept,
    may,
    newest,
    read_by,
    secrets_in,
    told_since,
)
from tests.reports.pictures_made import photo
from tests.town import Town

SECOND = timedelta(seconds=3)
#: What is open to all: to somebody of no group the list is empty, and anybody may ask when the
#: receptions are, or begin to report something.
OPEN_TO_ALL = ("activities.upcoming", "receptions.times", "issues.report_first")
OUTSIDERS = {who for who, is_what in CAST.items() if not is_what}
#: What is written for the entries that take a sentence and have no label.
SENTENCES = {
    "签到": "签到",
    "123456": "签到 123456",
    "leave": "我3号下午请假，出差",
    "leave taken back": "取消我3号的请假",
    "都到了,除了…": "都到了，除了张三",
    "contact of": "联系方式 XJP-2026-0001",
    "find material": "找资料 物业费",
    "receipt": "ABCD-EFGH-JKMN-PQRS",
    "forms.answer": "路灯的事怎么样了",
}
#: Taken by what Telegram reports, by a file, a place or a contact: not by words.
NO_WORDS = {
    *("contact", "reach", "hidden", "own place", "moved", "renamed", "issues.edited"),
    *("location", "sheet", "plan of receptions", "channel"),
}


def words_of(entry: Entry) -> str | None:
    """Return what somebody writes to be taken by an entry; None if it takes no words."""
    if entry.name in NO_WORDS or entry.name.startswith("button:"):
        return None
    if entry.name.startswith("/"):
        return entry.name
    return SENTENCES.get(entry.name) or texts.label(entry.name, texts.DEFAULT)


def test_every_entry_that_takes_words_is_tried() -> None:
    """A new one has a label or stands in the tables above: else this raises."""
    tried = [words_of(entry) for entry in REGISTER]

    assert len([one for one in tried if one]) > 50


@pytest.mark.parametrize("who", ["路人", "李主任", "王桂兰", "周敏", "卸任代表", "邻组职员"])
async def test_a_word_that_is_not_theirs_changes_nothing_and_shows_nothing(
    town: Town, who: str
) -> None:
    activity = await town.announce(TITLE)
    await bring_on(town, activity)
    all_words = {words: entry for entry in REGISTER if (words := words_of(entry))}
    forbidden = [words for words, entry in all_words.items() if not may(who, entry.may, SAY)]
    before, since = await kept(town), await newest(town)

    for words in forbidden:
        clock.move(SECOND)
        await town.write(who, words)

    assert changed(before, await kept(town)) == {}
    told = await told_since(town, who, since)
    assert {kind for kind in told if not kind.startswith((*KIND_REFUSALS, *OPEN_TO_ALL))} == set()
    assert len(told) >= len(forbidden)  # and each was answered
    if who in OUTSIDERS:
        for words in all_words.keys() - set(forbidden):  # what is open to them holds nothing either
            clock.move(SECOND)
            await town.write(who, words)
        assert secrets_in(read_by(town, who), who) == set()


@pytest.mark.parametrize("who", ["路人", "卸任代表", "邻组代表"])
async def test_files_and_places_of_outsiders_change_nothing(town: Town, who: str) -> None:
    activity = await town.announce(TITLE)
    await bring_on(town, activity)
    before, since = await kept(town), await newest(town)
    account = town.people[who]

    sends: tuple[Callable[[], object], ...] = (
        lambda: town.acts.send_document(account, account, b"PK\x03\x04", "roster.xlsx"),
        lambda: town.acts.send_document(account, account, b"x", "plan.pdf"),
        lambda: town.acts.send_photo(account, account, photo("JPEG")),
        lambda: town.acts.share_location(account, account, 30.61, 114.33),
    )
    for send in sends:
        clock.move(SECOND)
        send()
        await town.settle()
        await town.write(who, "/cancel")

    assert changed(before, await kept(town)) == {}
    told = await told_since(town, who, since)
    assert {kind for kind in told if not kind.startswith((*KIND_REFUSALS, *OPEN_TO_ALL))} == set()
    assert secrets_in(read_by(town, who), who) == set()


# Forms: opened by whatever means, filled in, and confirmed by somebody who must not

_FILE = Attachment(media=Media.PHOTO, file_id="a", file_unique_id="a")
_SPECIAL: dict[tuple[str, str], Any] = {
    ("press", "link"): "https://example.org/news",
    ("ballot paper", "rows"): "1 1 1",
    ("quiz question", "right"): "1",
}
_MODELS: dict[type[BaseModel], Any] = {
    Attachment: _FILE,
    Part: Part(message_id=1, text="路灯的事"),
    Spot: Spot(words="三号楼"),
    Who: Who(way=Way.IN_PERSON),
    Brought: Brought(words="路灯的事"),
    Worded: Worded(text="路灯的事"),
    Wanted: Wanted(),
}


def answer_of(kind: Any) -> Any:  # noqa: ANN401, PLR0911  (whatever a question may ask for)
    """Return a good answer to a question of this type."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return answer_of(inside[0])
    if origin in (typing.Union, types.UnionType):
        return answer_of(inside[0])
    if origin is typing.Literal:
        return inside[0]
    if origin in (tuple, list):
        fixed = origin is tuple and Ellipsis not in inside
        return [answer_of(one) for one in (inside if fixed else inside[:1])]
    if origin is dict:
        return {"words": "路灯的事"}
    if isinstance(kind, type) and kind in _MODELS:
        return _MODELS[kind].model_dump(mode="json")
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return next(iter(kind)).value
    simple = {str: "路灯的事", bool: True, int: 1, float: 1.0}
    times = {datetime: datetime(2027, 1, 5, 2, tzinfo=UTC), date: date(2026, 3, 2)}
    return (
        simple[kind] if kind in simple else TypeAdapter(kind).dump_python(times[kind], mode="json")
    )


def filled(town: Town, shape: Shape, activity: Activity) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a form was opened with, about rows that are there, and good answers."""
    known = {
        "group_id": town.group_id,
        "activity_id": activity.id,
        "member_id": town.members[OWNER],
        "lead_id": town.members[OWNER],
        "year": activity.starts_at.year,
        "rule_id": "I1",
        "what": "name",
    }
    given = {
        name: known[name] if name in known else answer_of(field.annotation)
        for name, field in shape.form.model_fields.items()
        if name not in shape.asks
    }
    answers = {
        name: _SPECIAL.get((shape.name, name))
        or answer_of(shape.form.model_fields[name].annotation)
        for name in shape.asks
    }
    return given, answers


@pytest.mark.parametrize(
    "who", ["路人", "邻居", "李主任", "外单位", "李建国", "王桂兰", "周敏", "邻组职员"]
)
async def test_a_form_that_is_not_theirs_cannot_be_handed_in(town: Town, who: str) -> None:
    activity = await town.announce(TITLE)
    await bring_on(town, activity)
    forbidden = [shape for shape in shapes().values() if not may(who, shape.who)]
    before, since = await kept(town), await newest(town)

    for version, shape in enumerate(forbidden, start=1):
        await hand_in(town, who, shape, activity, version)

    assert len(forbidden) > 3
    assert changed(before, await kept(town)) == {}
    told = await told_since(town, who, since)
    assert {kind for kind in told if not kind.startswith(KIND_REFUSALS)} == set()
    assert len(town.toasts(who)) >= len(forbidden)  # and each was answered
    if who in OUTSIDERS:
        assert secrets_in(read_by(town, who), who) == set()


async def hand_in(town: Town, who: str, shape: Shape, activity: Activity, version: int) -> None:
    """Give somebody a form that is filled in, and press the button that confirms it."""
    clock.move(SECOND)
    given, answers = filled(town, shape, activity)
    assert shape.form.model_validate({**given, **answers}) is not None  # only the right is missing
    account, now = town.people[who], clock.now()
    draft = Draft(
        account_id=account,
        form=shape.name,
        group_id=town.group_id,
        step=REVIEW,
        data={"given": given, "answers": answers, "half": None, "wanted": None},
        version=version,
        started_at=now,
        updated_at=now,
    )
    async with town.app.db.transaction() as tx:
        await tx.session.merge(draft)
    step = Step(account_id=account, version=version, act="yes", number=0)
    message = town.said_to(who)[-1]["message_id"]
    town.acts.press_raw(account, account, message, step.payload())
    await town.settle()


async def test_forms_are_handed_in_by_whoever_may(town: Town) -> None:
    """The forms above are real ones: confirmed by the staff, many of them do what they are for."""
    activity = await town.announce(TITLE)
    await bring_on(town, activity)
    mine = [shape for shape in shapes().values() if may(STAFF, shape.who)]
    before = await kept(town)

    for version, shape in enumerate(mine, start=1):
        await hand_in(town, STAFF, shape, activity, version)

    assert len(changed(before, await kept(town))) > 8
