"""Tests of the house itself: sizes, words, buttons, the example configuration."""
