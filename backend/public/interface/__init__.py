"""The API as pages to read: every operation, who may ask it, what it takes and gives, and every problem it may tell."""
