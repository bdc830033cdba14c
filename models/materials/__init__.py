"""Materials: what deputies are given to read, and who has."""
