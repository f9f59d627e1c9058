"""Answers to requests for data, each with its dictionary and receipt."""
