"""The numbers of an edition as open data, with all that describes them, and how each report came to be."""
