"""A group's archives as one .zip."""

import io
import zipfile
from collections.abc import Sequence

from reports.archives.papers import filename


def packed(papers: Sequence[tuple[str, bytes, bytes]]) -> bytes:
    """Return the .zip: for each deputy, by name, a .docx and an .xlsx. They are packed already."""
    buffer = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, document, sheet in papers:
            base = filename(name, taken)
            archive.writestr(f"{base}.docx", document)
            archive.writestr(f"{base}.xlsx", sheet)
    return buffer.getvalue()
