"""What a privacy officer asks: what was allowed, what was done with it, and who looked."""
