"""Looks at a template before a paper is needed: which of its fields nobody can fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import ChainableUndefined, nodes
from jinja2.meta import find_undeclared_variables

from reports.templates.filling import Prepared, TemplateFault, environment, fill, prepared
from reports.templates.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is wrong with a template; nothing at all: it can be used."""

    unknown: Sequence[str] = ()  # fields it shows that the paper does not have
    missing: Sequence[str] = ()  # fields the paper needs and it does not show
    broken: str = ""  # what it cannot be read for

    @property
    def is_well(self) -> bool:
        """Tell whether papers can be made of it."""
        return not (self.unknown or self.missing or self.broken)


def check(kind: Kind, template: bytes) -> Findings:
    """Fill a template with an example, and return every field that is not known or not shown."""
    found: list[str] = []
    try:
        taken = prepared(template, undefined=_noting(found))
        named = _named(taken)
        fill(taken, kind.fields)
    except TemplateFault as fault:
        return Findings(broken=str(fault))
    unknown = [*sorted(named - set(kind.fields)), *found]
    missing = sorted(kind.needed - named)
    return Findings(unknown=tuple(dict.fromkeys(unknown)), missing=tuple(missing))


def _named(taken: Prepared) -> set[str]:
    """Return the fields a template speaks of, also where it does so only sometimes."""
    language = environment()
    found: set[str] = set()
    for words in taken.words.values():
        tree: nodes.Template = language.parse(words)
        found |= find_undeclared_variables(tree)
    return found


def _noting(found: list[str]) -> type[ChainableUndefined]:
    """Return a stand-in for fields that are not there, which notes their names."""

    class Noting(ChainableUndefined):
        def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  (as Jinja calls it)
            super().__init__(*given, **named)
            if self._undefined_name:
                found.append(str(self._undefined_name))

        def __getattr__(self, _name: str) -> "Noting":
            return self

    return Noting
