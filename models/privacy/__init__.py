"""Privacy: what voters agreed to, what is kept of them, who looked, and when it is forgotten."""
