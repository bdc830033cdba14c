"""The door of Telegram: what people say to the bot, and every word it says back."""
