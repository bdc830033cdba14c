"""Pictures that voters send as files: made anew before anybody sees them, or refused in words."""

import io
import zipfile
from datetime import timedelta
from typing import Annotated, Any

import pytest
from sqlalchemy import select

from handlers.kit.forms.readers import Files
from handlers.kit.forms.reading import Attachment
from handlers.kit.forms.shape import Ask, Form
from handlers.kit.visit import Visit
from models import clock
from models.drafts import actions
from models.drafts.tables import Draft
from models.errors import Done
from models.limits import settings as limits
from models.limits.settings import Limits
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.carried import Enclosed, File, Media
from models.messages.tables import Method
from models.pictures.forgetting import forget_unsent
from models.pictures.tables import StoredPicture
from models.privacy import settings
from models.privacy.settings import Keeping
from tests.invented import invented, known
from tests.reports.pictures_made import TRACES, photo
from tests.town import Town

VOTER = "王桂兰"


@invented("invented_report", title="activities.f_reason")
class Sighting(Form):
    """Pictures of a voter's."""

    files: Annotated[
        tuple[Attachment, ...],
        Ask("activities.q_reason", "activities.l_reason", Files(most=9)),
    ]

    async def done(self, visit: Visit) -> None:
        """Say that it is done."""
        await visit.change(Done())


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, Sighting)


async def begin(town: Town) -> int:
    account = town.people[VOTER]
    async with town.app.db.transaction() as tx:
        await actions.open_draft(
            tx,
            account_id=account,
            form="invented_report",
            questions=Sighting.shape.questions,
            given={"group_id": town.group_id},
            now=clock.now(),
        )
    return account


async def kept(town: Town) -> list[dict[str, Any]]:
    async with town.app.db.reading() as tx:
        draft = (await tx.scalars(select(Draft))).one()
    return list(draft.data["answers"].get("files") or ())


async def stored(town: Town) -> list[StoredPicture]:
    async with town.app.db.reading() as tx:
        return list(await tx.scalars(select(StoredPicture)))


async def send(town: Town, account: int, content: bytes, name: str) -> None:
    town.acts.send_document(account, account, content, filename=name)
    await town.settle()


def sent_photos(town: Town, chat_id: int) -> list[bytes]:
    found = [one["photo"][-1]["file_id"] for one in town.said_in(chat_id) if "photo" in one]
    return [town.world.files.by_id[one].content for one in found]


@pytest.mark.parametrize(
    ("form_", "name"),
    [("JPEG", "a.jpg"), ("PNG", "b.PNG"), ("WEBP", "c.webp"), ("HEIF", "IMG_0001.HEIC")],
)
async def test_what_staff_see_of_a_picture_holds_no_place_and_time(
    town: Town, form_: str, name: str
) -> None:
    account = await begin(town)

    await send(town, account, photo(form_), name)
    [one] = await kept(town)
    async with town.app.db.transaction() as tx:
        messages.post(
            tx,
            bot_id=town.bot_id,
            to=Recipient(chat_id=town.chat_id, locale="zh-CN", zone="Asia/Shanghai"),
            notice=Enclosed(files=(File(media=Media(one["media"]), file_id=one["file_id"]),)),
            about="shown",
            now=clock.now(),
            method=Method.MEDIA,
        )
    await town.settle()

    [content] = sent_photos(town, town.chat_id)
    assert [trace for trace in TRACES if trace in content] == []
    assert len(content) > 1000


async def test_made_anew_and_other_photos_go_in_one_album(town: Town) -> None:
    account = await begin(town)
    await send(town, account, photo("JPEG"), "a.jpg")
    town.acts.send_photo(account, account, photo("JPEG"))
    await town.settle()
    files = tuple(File(media=Media(x["media"]), file_id=x["file_id"]) for x in await kept(town))

    async with town.app.db.transaction() as tx:
        messages.post(
            tx,
            bot_id=town.bot_id,
            to=Recipient(chat_id=town.chat_id, locale="zh-CN", zone="Asia/Shanghai"),
            notice=Enclosed(files=files, text="两张"),
            about="shown",
            now=clock.now(),
            method=Method.MEDIA,
        )
    await town.settle()

    assert len(sent_photos(town, town.chat_id)) == 2


async def test_a_zip_named_jpg_is_refused_with_words(town: Town) -> None:
    account = await begin(town)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.jpg", b"x")

    await send(town, account, buffer.getvalue(), "photo.jpg")

    assert "不是照片" in town.last_to(VOTER)
    assert await kept(town) == []
    assert await stored(town) == []


async def test_of_an_album_of_ten_with_two_broken_ones_eight_stay_and_two_are_named(
    town: Town,
) -> None:
    account = await begin(town)
    whole = photo("JPEG", size=(64, 48))

    for number in range(10):
        content = whole[: len(whole) // 2] if number in (3, 7) else whole
        town.acts.send_document(account, account, content, filename=f"{number}.jpg")
    await town.settle()

    assert len(await kept(town)) == 8
    assert sum("打不开" in str(one.get("text")) for one in town.said_to(VOTER)) == 2


async def test_videos_are_taken_unless_the_office_takes_none(town: Town) -> None:
    account = await begin(town)
    town.acts.send_video(account, account, b"\0\0\0\x18ftypisom")
    await town.settle()
    settings.use(Keeping(unstripped_files="refused"))
    try:
        town.acts.send_video(account, account, b"\0\0\0\x18ftypisom..")
        await town.settle()
    finally:
        settings.use(Keeping())

    assert [one["media"] for one in await kept(town)] == ["video"]
    assert "只收照片和文字" in town.last_to(VOTER)


async def test_beyond_the_attachments_of_a_day_somebody_is_told_when_to_go_on(
    town: Town,
) -> None:
    account = await begin(town)
    limits.use(Limits(attachments_per_day=2))
    try:
        for number in range(3):
            town.acts.send_photo(account, account, b"\xff\xd8\xff" + bytes([number]))
            await town.settle()
    finally:
        limits.use(Limits())

    assert len(await kept(town)) == 2
    assert "先到这里" in town.last_to(VOTER)


async def test_a_picture_of_a_report_that_was_never_sent_is_forgotten(town: Town) -> None:
    account = await begin(town)
    await send(town, account, photo("PNG"), "a.png")

    async with town.app.db.transaction() as tx:
        young = await forget_unsent(tx, now=clock.now() + timedelta(days=1))
        old = await forget_unsent(tx, now=clock.now() + timedelta(days=3))

    assert (young, old) == (0, 1)
    assert await stored(town) == []
