"""Tells people what happened: a line in the inbox, and a push without content that says only that there is one.

`followers` turns events into inbox lines for the people concerned; `messages` makes the words when a line is read;
`senders` sends pushes outside any transaction; `push` wraps the library that encrypts them; `endpoints` decides which
addresses we may call at all. The inbox is the channel that counts; push is a convenience.
"""
