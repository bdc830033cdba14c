"""Studies: what deputies read by themselves, accepted or returned by the staff."""
