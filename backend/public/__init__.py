"""Pages for everybody: verify a code, rate a visit, read what is published. No script, no cookie, no session."""
