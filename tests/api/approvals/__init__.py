"""What two people decide."""
