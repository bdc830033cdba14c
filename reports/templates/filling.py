"""Fills a .docx template. What a clerk writes into one can show fields, and do nothing else.

The dialect is docxtpl's. A template is prepared once and then filled as text, which is ten times
as fast as building the document's tree for every paper: a group's archive is hundreds of them.
"""

import functools
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reports.templates.links import Linked
from reports.templates.pictures import Picture, Pictures

_FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')


class TemplateFault(Exception):  # noqa: N818  (told to whoever keeps the templates)
    """A template cannot be filled; the words name the field, or the place."""


def environment(undefined: type[Undefined] = StrictUndefined) -> ImmutableSandboxedEnvironment:
    """Return the language of templates: fields, loops and conditions, shut in."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=undefined)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A template taken apart: what is filled, and what is copied."""

    filled: Mapping[str, Template]
    copied: Mapping[str, bytes]
    words: Mapping[str, str] = field(default_factory=dict)  # of the filled parts, before filling


def prepared(template: bytes, *, undefined: type[Undefined] = StrictUndefined) -> Prepared:
    """Take a template apart. TemplateFault for what is no .docx, or no sentence of the dialect."""
    import docxtpl  # noqa: PLC0415  (it would slow every start)

    try:
        paper = docxtpl.DocxTemplate(io.BytesIO(template))
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as problem:
        raise TemplateFault(f"not a .docx: {type(problem).__name__}") from problem
    language = environment(undefined)
    words = {
        name: paper.patch_xml(content.decode())
        for name, content in parts.items()
        if _FILLED.fullmatch(name)
    }
    try:
        ready = {name: language.from_string(text) for name, text in words.items()}
    except TemplateError as problem:
        raise TemplateFault(str(problem)) from problem
    copied = {name: content for name, content in parts.items() if name not in words}
    return Prepared(ready, copied, words)


_kept = functools.lru_cache(maxsize=16)(prepared)


def filled(template: bytes, fields: Mapping[str, Any]) -> bytes:
    """Return the paper. Words are shown as they are, whatever they hold.

    Raises TemplateFault for a field the paper does not have, and for what is no template.
    """
    return fill(_kept(template), fields)


def fill(template: Prepared, fields: Mapping[str, Any]) -> bytes:
    """Return the paper of a template that was taken apart."""
    pictures = Pictures()
    ready = _ready(pictures, fields)
    try:
        written = {name: part.render(ready).encode() for name, part in template.filled.items()}
    except (TemplateError, TypeError, ArithmeticError) as problem:
        raise TemplateFault(str(problem)) from problem
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, content in (pictures.joined(template.copied) | written).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _ready(pictures: Pictures, value: Any) -> Any:  # noqa: ANN401  (fields of any shape)
    if isinstance(value, str):
        return _words(value)
    if isinstance(value, Picture):
        return pictures.place(value)
    if isinstance(value, Linked):
        return value.placed(_words(value.words))
    if isinstance(value, Mapping):
        return {name: _ready(pictures, part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_ready(pictures, part) for part in value]
    return value


def _words(text: str) -> str:
    """Return words without what XML cannot hold; a line break becomes one."""
    clean = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BREAK.join(escape(line) for line in clean.split("\n")) if "\n" in clean else clean
