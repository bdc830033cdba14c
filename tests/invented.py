"""Forms that only a test has: whoever lists the forms of the program does not meet them."""

from collections.abc import Callable

import pytest

from handlers.kit.forms import shape
from handlers.kit.forms.shape import F, Form, form


def invented(name: str, *, title: str) -> Callable[[F], F]:
    """Make a model a form as `form` does, and take it off the list again: see `known`."""

    def keep(kind: F) -> F:
        made = form(name, title=title)(kind)
        del shape._shapes[name]
        return made

    return keep


def known(patch: pytest.MonkeyPatch, kind: type[Form]) -> None:
    """Let the program know an invented form until the test ends."""
    patch.setitem(shape._shapes, kind.shape.name, kind.shape)
