"""Calendars: a member's own address at which a phone asks for the activities."""
