"""The report of a year (年度报告): its figures as .docx, .xlsx, JSON and in the chat."""
