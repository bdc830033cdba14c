"""The buttons of receptions."""
