"""Issues: what voters report, and what becomes of it until they have an answer."""
