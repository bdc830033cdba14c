"""The command line every peer understands."""

import argparse
from dataclasses import dataclass

from benchmarks.burst import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Where the Bot API and the database are, and how the deputies will check in."""

    api: str
    token: str
    database: str
    way: Way


def read() -> Asked:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    for name in ("--api", "--token", "--database"):
        parser.add_argument(name, required=True)
    parser.add_argument("--way", type=Way, default=Way.PRIVATE)
    return Asked(**vars(parser.parse_args()))
