"""What cannot be sent, what is stopped midway, and who asks for what is not theirs."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from handlers.forms.material_answers import Anything
from handlers.kit.forms.reading import Attachment, Problem, Said, Seen
from models import clock
from models.drafts.rules import Progress
from models.errors import Refusal
from models.materials import actions, composing
from models.materials.composing import Content, KeptFile
from models.materials.rules import LARGEST, LONGEST_TEXT, UNDO, MaterialState, Target
from models.messages.carried import Media
from models.people.rules import OPERATOR
from tests.handlers.days import until, words_to
from tests.handlers.materials_made import scheduled, the_row
from tests.town import Town

SEEN = Seen(
    now=datetime(2026, 3, 2, 2, tzinfo=UTC),
    zone=ZoneInfo("Asia/Shanghai"),
    progress=Progress(step="content", version=1),
)


async def compose(town: Town, **content: Any) -> None:  # noqa: ANN401
    async with town.app.db.transaction() as tx:
        await composing.compose(
            tx,
            group_id=town.group_id,
            content=cast("Content", content),
            by=OPERATOR,
            now=clock.now(),
        )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"title": "空"}, "materials.nothing_inside"),
        ({"title": "空", "text": " \n", "files": []}, "materials.nothing_inside"),
        ({"title": "长", "text": "字" * (LONGEST_TEXT + 1)}, "materials.text_too_long"),
        (
            {"title": "旧", "text": "字", "deadline": datetime(2026, 1, 1, tzinfo=UTC)},
            "materials.deadline_past",
        ),
    ],
)
async def test_what_is_empty_too_long_or_too_late_is_refused(
    town: Town, content: dict[str, Any], kind: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await compose(town, **content)

    assert refused.value.notice.kind == kind


def test_a_file_over_the_limit_and_an_empty_message_are_not_taken() -> None:
    big = Attachment(media=Media.VIDEO, file_id="f", file_unique_id="u", size=LARGEST + 1)

    for said in (Said(attachment=big), Said(text=""), Said(text="  ")):
        assert isinstance(Anything().read(said, SEEN), Problem)


async def test_withdrawn_while_it_is_being_sent_nothing_more_leaves(town: Town) -> None:
    await until(town, 10)
    number = await scheduled(town)
    clock.move(UNDO + timedelta(seconds=1))
    await town.app.timetable.tick("materials")  # handed to the outbox, and not delivered

    async with town.app.db.transaction() as tx:
        told = await actions.withdraw(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            material_id=number,
            by=OPERATOR,
            now=clock.now(),
        )
    await town.settle()

    assert (told.arrived, told.stopped, told.on_the_way) == (0, 2, 0)
    assert words_to(town, "王桂兰", "新代表法要点") == []
    assert (await the_row(town, number)).state is MaterialState.WITHDRAWN


async def test_the_files_before_a_card_are_taken_away_with_it(town: Town) -> None:
    await until(town, 10)
    account = town.people["周敏"]
    sent = [town.acts.send_photo(account, account, b"%d" % one, "a.jpg") for one in range(2)]
    files = [KeptFile(media=Media.PHOTO, file_id=one.body["photo"][-1]["file_id"]) for one in sent]
    number = await scheduled(town, files=files)
    await town.pass_time(UNDO + timedelta(seconds=1))
    before = sum("photo" in one for one in town.said_to("王桂兰"))

    async with town.app.db.transaction() as tx:
        await actions.withdraw(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            material_id=number,
            by=OPERATOR,
            now=clock.now(),
        )
    await town.pass_time(timedelta(seconds=5))

    assert before == 2
    assert [one for one in town.said_to("王桂兰") if "photo" in one] == []


async def test_another_groups_staff_sees_and_moves_nothing(town: Town) -> None:
    number = await scheduled(town, target=Target.EACH)
    stranger = OPERATOR.__class__(kind=OPERATOR.kind.__class__("member"), group_id=1, member_id=1)

    for act in (actions.undo, actions.confirm):
        with pytest.raises(Refusal) as refused:
            async with town.app.db.transaction() as tx:
                await act(
                    tx,
                    group_id=town.group_id,
                    material_id=number,
                    by=stranger,
                    now=clock.now(),
                )
        assert refused.value.notice.kind == "door.not_allowed"
