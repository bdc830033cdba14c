"""The forms people fill in: each a class whose fields are the questions."""
