"""Signing in, staying in, and proving it again."""
