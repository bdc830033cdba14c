"""Units in the chat: their work orders, and the staff's list of them."""
