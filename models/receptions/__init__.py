"""Receptions: the bimonthly days on which deputies receive voters, planned, told and recorded."""
