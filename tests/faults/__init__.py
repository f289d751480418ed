"""Faults on purpose: killed processes, cut connections; then everything must still be true."""
