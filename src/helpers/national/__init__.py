"""The offices side by side, as one data set, for those who run many.

What is delivered for a round is what the offices have already made: the facts of their reports, a copy a file
(`reading`), and a roster that says of every office whether its report could be taken over (`roster`). `dataset` lays
out the tables (`schemas`), one row an office and figure, and says whose numbers are not in (`checks`).
"""
