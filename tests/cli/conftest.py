"""What tests of the command line may ask for."""

from pathlib import Path

import pytest

from tests.cli.calling import Console


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """An operator's empty folder."""
    return Console(tmp_path)
