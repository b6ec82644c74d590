"""Legal dates: pure functions over a table of rules, never a guess."""
