"""Excel forms for what no national system exports: rosters, claims and registers, written as empty workbooks and read
back when they were filled in.

form          what a form is: its columns, the kinds of cells, the canonical table that it becomes
definitions   every form (those of `claims`, `registers` and `rosters`)
writing       the empty (or partly filled) workbook: drop-down lists, validation, a sheet with explanations
recognition   which form of which programme and fiscal year a received file is
cells         parsing single cells, and hiding names of persons
checks        what must hold within a row and between rows (`rules` holds the titles and remedies)
reading       the rows of a filled-in form as a table, and every problem by cell address
"""
