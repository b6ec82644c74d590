"""The demo: made-up members, told through the same records that real systems send."""
