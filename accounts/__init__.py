"""Who people are, what they agreed to, and who looked."""
