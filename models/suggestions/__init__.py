"""Suggestions: what deputies propose to the congress, and what the units answer (domain §7)."""
