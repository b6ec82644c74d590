"""How we reach the member and the member reaches us."""
