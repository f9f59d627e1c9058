"""What comes in: receiving files, recognising them, and reading what others made."""
