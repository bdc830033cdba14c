"""The page for the screen in the room: the code, as large as it gets."""
