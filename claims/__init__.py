"""What a member checks: claims, orders and balances."""
