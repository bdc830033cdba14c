"""Papers to be printed: .docx, as offices open and print them."""
