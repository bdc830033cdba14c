"""Replies: who says they will come to an activity, and who will not."""
