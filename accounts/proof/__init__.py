"""Proof against the administrator: the consent record sealed into a tree, its heads signed and kept
where the database cannot write."""
