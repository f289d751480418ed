"""Which rules are in force where and since when."""
