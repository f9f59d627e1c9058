"""The public edition: the reports made of released numbers alone, looked through, and put in place as a web site."""
