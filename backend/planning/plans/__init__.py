"""Annual plans and special inspections: drawn up, filed, published, amended (B-17 to B-19)."""
