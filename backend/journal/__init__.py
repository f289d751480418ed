"""One journal: events written with the fact, numbered without gaps afterwards, and followed by everybody else."""
