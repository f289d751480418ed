"""Views of lists that somebody keeps for themselves: a name for a search, its filters and its order."""
