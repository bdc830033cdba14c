"""The demo: a Telegram in a box, the bot beside it, and a small sub-district to try it on."""
