"""The figures of a year (年度报告): each computed from the rows that it counts."""
