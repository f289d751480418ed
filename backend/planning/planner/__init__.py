"""What may still be done where: the page of the planner and its filters (B-46)."""
