"""Departments that go together under one code: proposed, invited, answered, left (B-29, B-88)."""
