"""Storage: staging promises and the contract of every blob store."""
