"""Ballots: secret votes on units and deputies (domain §7, ADR 0036)."""
