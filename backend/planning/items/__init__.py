"""Items of inspection 检查事项: what may be looked at, from when to when (B-15, B-16)."""
