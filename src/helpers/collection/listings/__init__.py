"""Lists as files: a header of known labels, one row a thing, of one school or of many.

For systems of which no official bulk layout is known. A file of many schools names each row's school in the column
`รหัสโรงเรียน`; a file of one school names it in its own name or in that of its folder.
"""
