"""Updates: what came in from Telegram, kept until it is handled."""
