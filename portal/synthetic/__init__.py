"""Made-up feeds as outside systems send them: any number of people, and the same bytes each time.

Nothing here is about anybody, and nothing is copied from a real export. Each file is written record
by record, so that memory stays flat however long it becomes.
"""
