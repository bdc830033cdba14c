"""Takes the pictures of the documents anew: all, or those of the scenes named.

`python -m docs.scenes [NAME …]`. The names of the files are stable; README and guide show them.
"""

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable, Sequence

from playwright.async_api import async_playwright

from bot import log
from docs.scenes import (
    activities,
    archives,
    invitations,
    issues,
    materials,
    people,
    plans,
    points,
    receptions,
    suggestions,
    venue,
)
from docs.scenes.stage import FOLDER, Stage, staged

LONGEST = 240  # seconds for one scene
_NO_WINDOW = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

#: one a feature, each in a demo of its own
SCENES: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "activities": activities.play,
    "invitations": invitations.play,
    "materials": materials.play,
    "issues": issues.play,
    "archives": archives.play,
    "people": people.play,
    "plans": plans.play,
    "points": points.play,
    "suggestions": suggestions.play,
    "receptions": receptions.play,
    "venue": venue.play,
}


async def take(names: Sequence[str], chromium: str) -> None:
    """Play these scenes."""
    FOLDER.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=_NO_WINDOW)
        try:
            for name in names:
                async with asyncio.timeout(LONGEST), staged(browser) as stage:
                    await SCENES[name](stage)
        finally:
            await browser.close()


def main(names: Sequence[str]) -> None:
    """Take the pictures, or say what is missing."""
    log.begin_quietly()
    unknown = set(names) - set(SCENES)
    if unknown:
        sys.exit(f"There is no scene {sorted(unknown)}; there are {sorted(SCENES)}.")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("No Chromium is installed to take pictures with.")
    asyncio.run(take(names or list(SCENES), chromium))


if __name__ == "__main__":
    main(sys.argv[1:])
