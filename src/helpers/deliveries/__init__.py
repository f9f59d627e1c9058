"""What comes in: receiving files, telling what they are, and taking them out again."""
