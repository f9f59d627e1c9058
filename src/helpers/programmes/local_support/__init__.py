"""Programme 10: support from local governments, requested by schools.

amounts   the register as requests, their assessment (lunch by rates, other items as requested), and the worked examples
checks    findings in requests
kind      the programme's year: which requests were granted, and which are excluded and why
"""

from helpers.programmes.local_support.kind import KIND

__all__ = ["KIND"]
