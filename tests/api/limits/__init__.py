"""How often something may happen (C12)."""
