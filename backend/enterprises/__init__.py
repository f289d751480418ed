"""Who is visited, where, and what protects them."""
