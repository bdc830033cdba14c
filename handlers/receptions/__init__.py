"""How people meet at receptions: the staff plan, deputies are on duty, voters come."""
