"""Papers: sheets as offices make them, in and out."""
