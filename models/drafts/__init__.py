"""Drafts: what somebody is in the middle of telling the bot."""
