"""Every operation, every persona, every place: what the table says is what the server does."""
