"""Forms of one fiscal year, filled in: rosters, claims, payments and registers, with planted defects.

`setting` is what they are made from: the parameters and the pupils of the rounds that the year pays for. Each of
`rosters`, `claims` and `payments` fills in forms and says what they will cost by month (`filled`), `registers` books
the money that was allotted and spent for them, `transfers` what is moved between programmes. `defects` spoils some
cells, `writing` writes the files. Whom and how much is invented (`calibration`); rates are those of the parameters.
"""

from helpers.sample.budget_year.setting import Setting
from helpers.sample.budget_year.writing import write_budget_year

__all__ = ["Setting", "write_budget_year"]
