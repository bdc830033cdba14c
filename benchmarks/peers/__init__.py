"""What others would write: the same two rows, the same answer, nothing else promised."""
