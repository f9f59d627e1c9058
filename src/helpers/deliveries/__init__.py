"""Deliveries: receiving files, recognising what they are, withdrawing and restoring them."""
