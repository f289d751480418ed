"""Reads across packages for map, lists and the live stream; writes only its own projection, the cells of the map.

`queries` is the one place that joins across packages. `api` answers lists and pages, `tiles` draws vector tiles,
`live` turns journal entries into what viewers may be told, `stream` holds the viewers, `cursor` seals their place.
"""
