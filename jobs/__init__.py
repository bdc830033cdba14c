"""The door of the clock: what falls due."""
