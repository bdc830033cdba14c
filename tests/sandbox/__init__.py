"""The sandbox refuses what Telegram refuses."""
