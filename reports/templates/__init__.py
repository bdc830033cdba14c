"""The papers' letterhead and wording as .docx templates that an office edits in its own program."""
