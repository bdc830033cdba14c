"""What the parts cost that decide the design: calls, dispatch, rows."""
