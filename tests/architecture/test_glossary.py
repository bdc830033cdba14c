"""The words of the field are the names in the program."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
GLOSSARY = ROOT / "docs" / "glossary.md"
NAME = re.compile(r"`([a-z_]+(?:[./][a-z_]+)*(?:\.py)?/?)`")


@pytest.mark.skipif(not GLOSSARY.exists(), reason="no glossary yet")
def test_every_place_that_the_glossary_names_is_there() -> None:
    named = set(NAME.findall(GLOSSARY.read_text(encoding="utf-8")))
    places = {one for one in named if "/" in one}

    missing = {one for one in places if not (ROOT / one).exists()}

    assert missing == set()
