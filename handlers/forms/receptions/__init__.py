"""What is asked about receptions."""
