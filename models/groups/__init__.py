"""Groups: deputies' groups and their chats."""
