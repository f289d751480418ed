"""What happens to recordings and photos on the server."""
