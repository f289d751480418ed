"""What the benchmarks share: an installation to measure, interleaved rounds, load, and the machine's own book-keeping."""
