"""An office edits the papers' templates; a field nobody can fill is named before it is needed."""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from reports.templates import folder
from reports.templates.building import built
from reports.templates.checking import check
from reports.templates.filling import TemplateFault, filled
from reports.templates.kinds import KINDS, STATEMENT, Kind
from tests.cli.calling import Console

FIELDS = dict(STATEMENT.fields)


@pytest.fixture
def own(console: Console, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = console.folder / "own"
    monkeypatch.setenv("HUIYIN_TEMPLATES__FOLDER", str(path))
    yield path
    folder.use(None)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_houses_own_templates_are_well(kind: Kind) -> None:
    assert check(kind, folder.own(kind)).is_well


def test_an_unknown_field_and_a_missing_one_are_named() -> None:
    found = check(STATEMENT, built("{{ 姓名 }}的手机是{{ 手机号码 }}\n{{ 项目[0].单价 }}"))

    assert found.unknown == ("手机号码", "单价")
    assert found.missing == ("得分", "累计")


def test_a_field_that_is_only_sometimes_shown_is_named_too() -> None:
    words = "{{ 姓名 }}{{ 得分 }}{{ 累计 }}\n{%p if not 项目 %}\n{{ 附注 }}\n{%p endif %}"

    assert check(STATEMENT, built(words)).unknown == ("附注",)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a document"])
def test_what_is_no_document_is_said_to_be_none(content: bytes) -> None:
    assert "not a .docx" in check(STATEMENT, content).broken


@pytest.mark.parametrize(
    "words",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 姓名.__init__.__globals__ }}",
        "{{ self.__class__ }}",
    ],
)
def test_a_template_reaches_nothing_but_its_fields(words: str) -> None:
    with pytest.raises(TemplateFault):
        filled(built(words), FIELDS)


def test_what_people_wrote_is_shown_and_never_obeyed() -> None:
    hostile = "<w:p/> & {{ 7 * 7 }} \x00\x0b\ud800 “引号”\n第二行"
    paper = filled(built("{{ 姓名 }}"), FIELDS | {"姓名": hostile})

    text = docx.Document(io.BytesIO(paper)).paragraphs[0].text
    assert text == "<w:p/> & {{ 7 * 7 }}  “引号”\n第二行"


def test_the_clerk_exports_edits_and_hears_what_is_wrong(console: Console, own: Path) -> None:
    first = console("templates", "export")
    (own / "statement.docx").write_bytes(built("{{ 姓名 }}{{ 得分 }}{{ 累计 }}{{ 年纪 }}"))
    wrong = console("templates", "check")
    again = console("templates", "export")
    (own / "statement.docx").write_bytes(built("{{ 姓名 }}{{ 得分 }}{{ 累计 }}"))
    well = console("templates", "check")

    assert first.exit_code == again.exit_code == well.exit_code == 0
    assert sorted(path.name for path in own.iterdir()) == sorted(f"{k.name}.docx" for k in KINDS)
    assert wrong.exit_code == 1
    assert "没有这些字段：年纪" in wrong.output


def test_the_bot_does_not_start_with_a_template_no_paper_can_be_made_of(
    console: Console, own: Path
) -> None:
    console.ready()
    console("templates", "export")
    (own / "archive.docx").write_bytes(built("{{ 姓名 }}{{ 代表小组 }}{{ 身份证号 }}"))

    started = console("run")

    assert started.exit_code == 1
    assert "身份证号" in started.output
