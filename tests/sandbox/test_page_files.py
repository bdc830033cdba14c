"""On the chat page photos, files and voices go both ways."""

from pathlib import Path

from playwright.async_api import FilePayload, expect

from tests.sandbox.page_town import NEEDS_BROWSER, looking

pytestmark = NEEDS_BROWSER
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


async def test_chosen_pictures_leave_as_one_album() -> None:
    async with looking() as (town, screen):
        phone = await screen.open_chat("deputy", town.group.id)
        pictures: list[FilePayload] = [
            {"name": f"{name}.png", "mimeType": "image/png", "buffer": DOT} for name in "ab"
        ]

        await phone.locator("[data-action=attach]").click()
        async with screen.page.expect_file_chooser() as chooser:
            await phone.locator("[data-action=attach-photo]").click()
        await (await chooser.value).set_files(pictures)

        await expect(phone.locator(".album .tile")).to_have_count(2)
        sent = town.world.history(town.group.id)
        assert len({message["media_group_id"] for message in sent}) == 1
        assert town.world.file(sent[0]["photo"][-1]["file_id"]) == DOT


async def test_a_sample_photo_needs_no_file_at_hand() -> None:
    async with looking() as (town, screen):
        town.acts.start(town.voter.id)
        phone = await screen.open_chat("voter", town.voter.id)

        await phone.locator("[data-action=attach]").click()
        await phone.locator("[data-action=attach-sample-photo]").click()

        picture = phone.locator(".photo img")
        await expect(picture).to_be_visible()
        await screen.page.wait_for_function(
            "() => document.querySelector('.photo img').naturalWidth === 960"
        )


async def test_a_document_from_the_bot_can_be_saved(tmp_path: Path) -> None:
    async with looking() as (town, screen):
        town.acts.start(town.staff.id)
        await town.upload(
            "sendDocument",
            "document",
            b"name,points",
            chat_id=str(town.staff.id),
            filename="积分.csv",
        )
        phone = await screen.open_chat("staff", town.staff.id)

        async with screen.page.expect_download() as download:
            await phone.locator("[data-action=download]").click()
        saved = tmp_path / "saved"
        await (await download.value).save_as(saved)

        assert (await download.value).suggested_filename == "积分.csv"
        assert saved.read_bytes() == b"name,points"


async def test_a_file_and_a_voice_reach_the_bot() -> None:
    async with looking() as (town, screen):
        town.acts.start(town.voter.id)
        phone = await screen.open_chat("voter", town.voter.id)

        await phone.locator("[data-action=attach]").click()
        async with screen.page.expect_file_chooser() as chooser:
            await phone.locator("[data-action=attach-file]").click()
        table: FilePayload = {"name": "名册.xlsx", "mimeType": "text/plain", "buffer": b"rows"}
        await (await chooser.value).set_files([table])
        await expect(phone.locator(".file-name")).to_have_text("名册.xlsx")
        await phone.locator("[data-action=attach]").click()
        await phone.locator("[data-action=attach-voice]").click()

        await expect(phone.locator(".sound audio")).to_be_visible()
        kinds = [
            set(message) & {"document", "voice"} for message in town.world.history(town.voter.id)
        ]
        assert kinds[-2:] == [{"document"}, {"voice"}]


async def test_somebody_elses_card_can_be_sent() -> None:
    async with looking() as (town, screen):
        phone = await screen.open_chat("deputy", town.group.id)

        await phone.locator("[data-action=attach]").click()
        await phone.locator("[data-action=attach-contact]").click()
        await phone.locator(f"[data-action=pick-contact][data-user='{town.voter.id}']").click()

        await expect(phone.locator(".card")).to_contain_text("19900000003")
        assert town.world.history(town.group.id)[-1]["contact"]["user_id"] == town.voter.id
