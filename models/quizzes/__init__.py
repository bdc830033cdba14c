"""Quizzes: questions that belong to a material, and how they were answered."""
