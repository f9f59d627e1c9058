"""Charts for print and screen: plain values in, a Thai SVG and the words that say the same out. Knows nothing of facts.

All charts share what follows. Values are counts (`int`) or exact shares, means and money (`Decimal`, shown with the
decimal places they have, at most two). Large amounts of baht are drawn in millions or thousands and told in full.
`unit` stands once in the picture and with the numbers in the words; the title
belongs to the caption, so it is in the words alone. `digits` (`arabic` or `thai`) holds for every digit, in labels too.
Where there is no value but zero, or none at all, the picture says so instead of showing empty axes. Too long labels
break at their spaces. A series whose length differs from that of the categories raises ValueError. The same arguments
give the same bytes anywhere.
"""

from helpers.charts.alt_text import Series
from helpers.charts.bullets import bullets
from helpers.charts.classes import Extreme
from helpers.charts.columns import bars
from helpers.charts.distribution import distribution
from helpers.charts.drawing import Picture
from helpers.charts.heat_map import heat_map
from helpers.charts.horizontal_bars import pyramid, ranked_bars
from helpers.charts.lines import against_targets, trend
from helpers.charts.point_map import Coordinates, point_map
from helpers.charts.point_scales import SCHOOL
from helpers.charts.scatter import Ratio, scatter
from helpers.charts.small_multiples import small_multiples
from helpers.charts.sparkline import sparkline
from helpers.charts.tile_map import tile_map
from helpers.charts.waterfall import waterfall

__all__ = [
    "SCHOOL",
    "Coordinates",
    "Extreme",
    "Picture",
    "Ratio",
    "Series",
    "against_targets",
    "bars",
    "bullets",
    "distribution",
    "heat_map",
    "point_map",
    "pyramid",
    "ranked_bars",
    "scatter",
    "small_multiples",
    "sparkline",
    "tile_map",
    "trend",
    "waterfall",
]
