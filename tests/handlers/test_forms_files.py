"""Attachments reach a form; a form goes on after a restart and on another device."""

from typing import Annotated, Any

import pytest
from sqlalchemy import select

from handlers.kit.forms.readers import Files, Text
from handlers.kit.forms.reading import Attachment
from handlers.kit.forms.shape import Ask, Form
from handlers.kit.visit import Visit
from models import clock
from models.drafts import actions
from models.drafts.tables import Draft
from models.errors import Done
from tests.invented import invented, known
from tests.town import Town

DEPUTY = "王桂兰"
PICTURE = b"\x89PNG\r\n\x1a\n"


@invented("invented_files", title="activities.f_reason")
class Evidence(Form):
    """Pictures and a word about them."""

    files: Annotated[
        tuple[Attachment, ...],
        Ask("activities.q_reason", "activities.l_reason", Files(most=4)),
    ]
    about: Annotated[str | None, Ask("activities.q_place", "activities.l_place", Text())] = None

    async def done(self, visit: Visit) -> None:
        """Say that it is done."""
        await visit.change(Done())


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, Evidence)


async def begin(town: Town) -> int:
    account = town.people[DEPUTY]
    async with town.app.db.transaction() as tx:
        await actions.open_draft(
            tx,
            account_id=account,
            form="invented_files",
            questions=Evidence.shape.questions,
            given={"group_id": town.group_id},
            now=clock.now(),
        )
    return account


async def draft(town: Town) -> Draft | None:
    async with town.app.db.reading() as tx:
        found: Draft | None = (await tx.scalars(select(Draft))).first()
        return found


def last(town: Town) -> dict[str, Any]:
    return town.said_to(DEPUTY)[-1]


async def test_an_album_is_kept_whole_and_answered_once(town: Town) -> None:
    account = await begin(town)
    before = len(town.said_to(DEPUTY))

    for number in range(3):
        town.acts.send_photo(account, account, PICTURE + bytes([number]), album="one")
    await town.settle()

    kept = await draft(town)
    assert kept is not None
    assert len(kept.data["answers"]["files"]) == 3
    assert len(town.said_to(DEPUTY)) == before + 1
    assert "收到了" in last(town)["text"]


async def test_the_button_under_the_first_picture_still_holds_after_the_last(town: Town) -> None:
    account = await begin(town)
    town.acts.send_photo(account, account, PICTURE, album="one")
    town.acts.send_photo(account, account, PICTURE + b"2", album="one")
    await town.settle()

    await town.press(DEPUTY, account, last(town)["message_id"], "✅ 发完了，下一步")

    assert "在什么地方" in last(town)["text"]


async def test_pictures_documents_videos_and_voice_are_all_taken(town: Town) -> None:
    account = await begin(town)

    town.acts.send_photo(account, account, PICTURE)
    town.acts.send_document(account, account, b"plan", "方案.txt", caption="见附件")
    town.acts.send_video(account, account, b"video")
    town.acts.send_voice(account, account, b"voice")
    await town.settle()

    kept = await draft(town)
    assert kept is not None
    files = [Attachment.model_validate(one) for one in kept.data["answers"]["files"]]
    assert [one.media.value for one in files] == ["photo", "document", "video", "voice"]
    assert (files[1].name, files[1].caption) == ("方案.txt", "见附件")
    assert all(town.world.file(one.file_id) for one in files)


async def test_one_more_than_allowed_is_said_and_not_kept(town: Town) -> None:
    account = await begin(town)

    for number in range(5):
        town.acts.send_photo(account, account, PICTURE + bytes([number]), album="one")
    await town.settle()

    kept = await draft(town)
    assert kept is not None
    assert len(kept.data["answers"]["files"]) == 4
    assert "最多 4 个" in last(town)["text"]


async def test_a_sticker_is_told_what_is_expected(town: Town) -> None:
    account = await begin(town)

    town.acts.send_sticker(account, account, PICTURE)
    await town.settle()

    assert "请发图片或文件" in last(town)["text"]


async def test_finished_with_an_optional_question_skipped(town: Town) -> None:
    account = await begin(town)
    town.acts.send_photo(account, account, PICTURE)
    await town.settle()
    await town.write(DEPUTY, "好了")
    await town.press(DEPUTY, account, last(town)["message_id"], "⏭️ 跳过")
    assert "（没有填）" in last(town)["text"]

    await town.press(DEPUTY, account, last(town)["message_id"], "✅ 确认")

    assert last(town)["text"] == "好"
    assert await draft(town) is None


async def test_a_form_that_no_longer_exists_is_no_dead_end(town: Town) -> None:
    account = await begin(town)
    async with town.app.db.transaction() as tx:
        row = await tx.get(Draft, account)
        assert row is not None
        row.form = "forgotten"

    await town.write(DEPUTY, "你好")

    assert "没有看懂" in last(town)["text"]
