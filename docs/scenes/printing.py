"""Papers as they come out of the printer: made by LibreOffice, drawn by Poppler."""

import asyncio
import shutil
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from docs.scenes.stage import COLOURS, FOLDER

_WIDTH, _MARGIN = 700, 40  # dots; below what is written


async def take(document: bytes, name: str) -> None:
    """Keep the first page of a .docx as a picture; nothing where a program for it is missing."""
    office, draw = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or draw is None:
        return
    with tempfile.TemporaryDirectory(prefix="huiyin-paper-") as folder:
        place = Path(folder)
        (place / "paper.docx").write_bytes(document)
        home = f"-env:UserInstallation=file://{folder}/home"
        await _run(
            *(office, home, "--headless", "--convert-to", "pdf"),
            *("--outdir", folder, f"{folder}/paper.docx"),
        )
        await _run(draw, "-png", "-r", "90", "-singlefile", f"{folder}/paper.pdf", f"{folder}/page")
        page = Image.open(BytesIO((place / "page.png").read_bytes())).convert("RGB")
    written = ImageOps.invert(page).getbbox() or (0, 0, *page.size)
    page = page.crop((0, 0, page.width, min(written[3] + _MARGIN, page.height)))
    page.thumbnail((_WIDTH, 2 * _WIDTH))
    few = page.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


async def _run(*line: str) -> None:
    process = await asyncio.create_subprocess_exec(*line, stdout=asyncio.subprocess.DEVNULL)
    if await process.wait():
        raise RuntimeError(f"{line[0]} has failed")
