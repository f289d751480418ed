"""文书: the notice, the on-site record, the result, and the printed certificate, as PDF that never changes once issued."""
