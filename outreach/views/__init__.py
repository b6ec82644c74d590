"""Pages for asking for a call, and for those who call."""
