"""Rows of a roster of hired people, as tests write them."""

from decimal import Decimal
from typing import Any

from unit.programmes.filled import day


def post(number: str = "1001", **changes: Any) -> dict[str, Any]:
    """A temporary employee at a school for the whole of the fiscal year 2569, for 15,000 baht a month."""
    return {
        "smis": "34010001",
        "post_no": number,
        "post": "ครูอัตราจ้าง",
        "legal_form": "ลูกจ้างชั่วคราว",
        "starts": day("2568-10-01"),
        "ends": day("2569-09-30"),
        "monthly_rate": Decimal("15000.00"),
        **changes,
    }
