"""Pages for everybody: verify a code, rate a visit, read what is published.

No cookie, no session, no script but the one that keeps drafts.
"""
