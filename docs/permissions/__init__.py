"""Who may do what, written from the register: `python -m docs.permissions` writes the document."""
