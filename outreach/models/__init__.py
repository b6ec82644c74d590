"""What we sent, who asked to be called, and what was agreed."""
