"""X12 005010 files: remittances (835)."""
