"""What people may type about who they are."""
