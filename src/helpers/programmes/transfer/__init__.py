"""Programme 15: transfers. What is left over (`balances`), proposals in turn against it (`proposals`), their approval
(`trail`), and the amounts that come of them (`allocating`)."""

from helpers.programmes.transfer.kind import KIND

__all__ = ["KIND"]
