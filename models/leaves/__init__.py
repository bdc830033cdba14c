"""Leaves: who asks to be excused from an activity, and what the staff say."""
