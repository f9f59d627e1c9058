"""Synthetic deliveries with planted defects, for trying the workbook out and for testing it.

One population of invented pupils lives through five rounds (`schools`, `people`, `population`, `school_year`,
`history`). The aggregates are counted from it (`counts`, `reports`, `tables`) and the lists written from it
(`pupil_list`, `spreadsheet`), so that both agree but for the defects that are planted afterwards (`list_defects`,
`aggregate_defects`) and entered in `planted.csv`. The other systems' files are about the same schools (`emis`, `gcode`,
`buildings`, `equipment`). The forms of the fiscal year that the last round falls into are filled in by `budget_year`.
Of the house it needs the ground modules, the parameters, the layouts, the listings and the forms.
"""

from helpers.sample.deliveries import SCHOOL_LIST, SampleSummary, write_sample

__all__ = ["SCHOOL_LIST", "SampleSummary", "write_sample"]
