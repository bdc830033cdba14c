"""Writes docs/permissions.md anew: `python -m docs.permissions`."""

from pathlib import Path

from docs.permissions.writing import document

Path("docs/permissions.md").write_text(document(), encoding="utf-8")
