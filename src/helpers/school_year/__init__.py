"""An academic year by school: what the page of one school shows, gathered from the data sets of the store.

`schemas` declares the tables, `measures` reads what a school has, `similar` chooses the schools that it is seen
against, `dataset` puts them together.
"""
