"""Who did and who saw what: one line per decision and per view, written once and never changed (B-104).

`recorder` writes what the HTTP edge and the stream tell it, `queries` searches it for the bureau, and every morning the
bureau of each region is told the figures of the day before.
"""
