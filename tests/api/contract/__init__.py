"""What openapi.json says and what the server does are one thing: generated requests by everybody, answers held to it."""
