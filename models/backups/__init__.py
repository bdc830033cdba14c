"""Backups: everything in the database as one encrypted file, from one moment; and back again."""
