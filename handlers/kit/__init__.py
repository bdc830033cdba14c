"""The small machinery of the door: visits, entries, buttons, screens, texts, forms."""
