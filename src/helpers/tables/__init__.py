"""What is kept: canonical tables and their schemas, findings, the store, and what changed since an earlier period."""
