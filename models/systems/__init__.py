"""Systems: other programs that may file and follow reports with a key of their own."""
