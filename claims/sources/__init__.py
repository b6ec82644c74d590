"""One file for each outside system: it reads what they send, and refuses with a reason."""
