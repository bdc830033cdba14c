"""Tests that really start processes, and kill them."""
