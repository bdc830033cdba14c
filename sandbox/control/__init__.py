"""The control interface: what the chat page, other processes and load tests may do."""
