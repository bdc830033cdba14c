"""A Telegram in a box: a local Bot API server and a chat page. Knows nothing of the rest."""
