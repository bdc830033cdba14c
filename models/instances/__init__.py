"""Instances: the processes that share the work, and whether they are alive."""
