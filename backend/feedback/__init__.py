"""The enterprise's answer to a visit, readable by the supervision side alone."""
