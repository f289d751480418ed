"""One client uploads 1 GiB by tus: ours with SHA-256 and fsync, @tus/server without. Goal: at least 1.5 times as fast."""

from __future__ import annotations

from bench.frame.uploading import measure

if __name__ == "__main__":
    measure("upload", clients=1, mib=1024, goal=1.5)
