"""Tests lie by what they prove."""
