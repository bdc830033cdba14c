"""Platforms: where reports go that others handle (民呼我应), by sheet or by Open311."""
