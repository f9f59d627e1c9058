"""Synthetic deliveries with planted defects, for trying the workbook out and for testing it.

One population of invented pupils goes through five rounds (`schools`, `people`, `school_year`, `history`). The
aggregates are counted from it (`aggregates`) and the lists written from it (`pupil_list`, `files`), so that both agree
but for the defects that are planted afterwards (`list_defects`, `aggregate_defects`) and recorded in `planted.csv`. The
other systems' files are about the same schools (`emis`, `gcode`, `buildings`, `equipment`). `budget_year` fills in the
forms of the fiscal year that contains the last round; `requests` is a register of requests for data. `country` writes
all this for many invented offices. The package uses the parameters, the systems' layouts, listings and schemas, and the
forms; no other package but the command line uses it.
"""

from helpers.sample.country import Country, CountrySummary, write_country
from helpers.sample.deliveries import DOWNLOADS, SCHOOL_LIST, SampleSummary, write_sample

__all__ = ["DOWNLOADS", "SCHOOL_LIST", "Country", "CountrySummary", "SampleSummary", "write_country", "write_sample"]
