"""The room: what is true. One folder per noun."""
