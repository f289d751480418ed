"""Passwords, numbers and browsers, without a database."""
