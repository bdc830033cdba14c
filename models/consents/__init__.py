"""Consents: the notice a voter sees before the first question, and that they agreed to it."""
