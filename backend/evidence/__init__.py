"""Bytes that must stay what they were."""
