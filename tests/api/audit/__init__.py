"""What the record of access holds, who reads it, and what is told of it."""
