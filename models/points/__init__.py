"""Points: what a deputy's year counts for, and why."""
