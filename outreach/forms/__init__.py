"""What people may type when they ask for a call."""
