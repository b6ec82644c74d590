"""Facts about claims, orders and balances, and the events they are folded from."""
