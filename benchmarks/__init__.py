"""How fast and how large the program is, side by side with what others would write."""
