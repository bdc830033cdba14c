"""Rules: pure functions, computed by hand and as properties."""
