"""Tables in and out: a dry run, one transaction, undo; a thousand lines an hour, more with a second person's yes."""
