"""What questions cost while the tables grow by ten, and by ten again."""
