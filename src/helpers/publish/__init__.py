"""The public edition of the reports: what may be said is decided once, said everywhere, attacked and looked through."""
