"""Activities: what the deputies do together, and who was there."""
