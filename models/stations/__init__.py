"""Stations: where deputies receive voters, and who wants to hear when."""
