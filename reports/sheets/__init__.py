"""Sheets: tables as offices really make them, read with care and written without danger."""
