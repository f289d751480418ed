"""People, organs, devices, sessions, and the one table that says who may do what."""
