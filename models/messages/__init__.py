"""Messages: what goes out to Telegram, kept until it has arrived."""
