"""What the collection systems say of one another: the same pupils, learners, rooms, staff and schools, seen twice.

No system knows another. Here stand the tables in which two of them are laid side by side, one row for each side, and
the checks on them; a data set like a system (`dataset`), whose snapshot is made from theirs. Staff are held
against the rosters that the office fills in for the hire programmes: the forms as received, not what the budget rules
make of them, so that nothing here waits for a budget.
"""
