"""Takes docs/screens: every screen as its user sees it, from a demo server of its own."""
