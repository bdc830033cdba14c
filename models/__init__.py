"""The room: what is true. One folder per noun: tables, rules, actions, queries, notices."""
