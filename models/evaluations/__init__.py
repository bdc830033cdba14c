"""Supervision by evaluation (监督评议): whose work the deputies have evaluated."""
