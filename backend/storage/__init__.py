"""Two storages with one job each: staging grows on a local disk, a blob store keeps whole sealed files."""
