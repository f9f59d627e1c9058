"""Excel forms for what no national system exports: rosters, claims and registers, written out and taken back filled in.

definitions   every form: its columns, what a cell may hold, the canonical table that it becomes
writing       the empty (or partly filled) workbook: drop-down lists, validation, a sheet that explains
recognition   which form of which programme and fiscal year a received file is
reading       its rows as a table, and everything that is wrong with them by cell address
"""
