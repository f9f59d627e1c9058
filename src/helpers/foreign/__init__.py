"""Files that others made: Excel, text and JSON as rows of cells, read apart and within limits; and what cells say."""
