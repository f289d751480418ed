"""What a QR code proves: an officer's card, a visit."""
