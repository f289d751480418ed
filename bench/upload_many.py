"""Sixteen clients upload 64 MiB each by tus: ours with SHA-256 and fsync, @tus/server without. Goal: at least twice as fast."""

from __future__ import annotations

from bench.frame.uploading import measure

if __name__ == "__main__":
    measure("upload-many", clients=16, mib=64, goal=2.0)
