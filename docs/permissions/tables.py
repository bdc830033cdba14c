"""The tables that leave the program, found in the code: each tuple …HEADERS in `reports`."""

import importlib
import pkgutil

import reports
from models.platforms.settings import Platform


def headings() -> dict[str, tuple[str, ...]]:
    """Return the columns of every table by where they stand, the platform's as they are usually."""
    found: dict[str, tuple[str, ...]] = {}
    for module in pkgutil.walk_packages(reports.__path__, "reports."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if name.endswith("HEADERS") and value not in found.values():
                found[f"{module.name}.{name}"] = value
    found["[platform] columns"] = tuple(heading for heading, _field in Platform().headings)
    return found
