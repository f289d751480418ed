"""Checks what a Liangma installation published. Shares no code with the server; needs nothing but Python."""
