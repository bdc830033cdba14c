"""Archives of deputies on paper: a .docx and an .xlsx each, a group's as one .zip."""
