"""When who can call whom. `slots` and `matching` compute; `search` reads, `book` writes."""
