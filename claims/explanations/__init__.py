"""What outside codes mean, in our own words: typed, versioned, translatable rows.

X12's and the AMA's wording is copyrighted and stays out. Every row needs a look by a reviewer
with a licensed list before launch, which is what an empty ``reviewed_by`` says.
"""
