"""What members and staff may type about claims, orders and balances."""
