"""Units: the offices that handle issues, their contacts, and the work orders they get."""
