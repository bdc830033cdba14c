"""The papers staff hand in and take away: sheets, documents, pictures."""
