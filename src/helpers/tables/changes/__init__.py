"""What changed between two tables of the same kind, and why."""
