"""Forms of one fiscal year, filled in: rosters, claims, payments and registers, with planted defects.

`setting` has the filled-in form with its cost by month, and the inputs: the parameters and the pupils of the rounds
that the year pays for. `rosters`, `claims` and `payments` fill in forms, `registers` books the money that was allotted
and spent for them, `transfers` the transfers between programmes. `defects` plants defects, `writing` writes the files.
The numbers of posts and claims are invented (`calibration`); rates are those of the parameters.
"""

from helpers.sample.budget_year.setting import Setting
from helpers.sample.budget_year.writing import write_budget_year

__all__ = ["Setting", "write_budget_year"]
