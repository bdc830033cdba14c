"""Every test, by what it proves."""
