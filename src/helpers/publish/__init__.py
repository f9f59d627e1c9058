"""What leaves the office: answers to requests for data."""
