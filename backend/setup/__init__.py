"""The first minutes of an installation: the first administrator, the bureau, and what is still missing before a visit."""
