"""Reminders: what somebody is to be told at a moment, a row each."""
