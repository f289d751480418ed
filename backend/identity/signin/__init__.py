"""Proving who somebody is: passwords, passkeys, devices, invitations, sessions, and what slows down guessing."""
