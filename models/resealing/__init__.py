"""Resealing: what was encrypted with an older key is encrypted with the newest, row by row."""
