"""What is nobody else's business: contacts, identity numbers, the privacy notice, and how long all this is kept."""
