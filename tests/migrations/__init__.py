"""Tests of the upgrade from one schema to the next."""
