"""The least a program must do for the same job, to stand beside ours: each runs by itself and knows nothing of `backend`."""
