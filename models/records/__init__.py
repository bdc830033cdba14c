"""Records: what an activity came to, once it is over, and what was published of the year."""
