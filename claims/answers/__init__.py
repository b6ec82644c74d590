"""One answer, many faces: pure functions from facts, rules and now to finished words."""
