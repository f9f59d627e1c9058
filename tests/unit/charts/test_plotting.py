import subprocess
import sys

LOADED = """
import sys
import helpers.charts, helpers.reports.notebook_text
print(*sorted({"scipy.stats", "scipy.cluster", "rfc3987_syntax.syntax_helpers"} & set(sys.modules)))
import scipy.stats
print(scipy.stats.norm.cdf(0))
"""


def test_what_no_chart_needs_is_not_loaded_and_stays_there_for_others() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["", "0.5", ""]
