"""What leaves the office: the choice of numbers, the public edition, open data, and answers to requests for data.

The modules of open data: `published` (the reports of an edition), `open_data` (their numbers as CSV tables),
`data_package` (what the tables hold, in the Data Package format and the words of the Thai catalogue of open data),
`catalogue_records` (the same in DCAT and schema.org), `research_object` (how a report came to be, as an RO-Crate),
`announcements` (what is new, what there is, and the list of published documents).
"""
