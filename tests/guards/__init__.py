"""What keeps the promises of docs/promises.md, and what its test says when it is taken out."""
