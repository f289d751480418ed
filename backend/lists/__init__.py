"""What a bureau publishes: seven lists, in numbered editions that nobody changes afterwards."""
