"""Limits per person: one table of the configuration, one kit for every door."""
