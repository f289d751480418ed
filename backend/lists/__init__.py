"""What a bureau publishes: six lists, in numbered editions that nobody changes afterwards."""
