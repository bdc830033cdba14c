"""Where the bot's own pages are reached from outside; said once at the start."""


class _Here:
    base = ""


def use(base: str) -> None:
    """Say under which address the pages of this process are reached; "": there are none."""
    _Here.base = base.rstrip("/")


def page(path: str) -> str:
    """Return the whole address of a page, "" where none is served."""
    return f"{_Here.base}{path}" if _Here.base else ""
