"""Programme 16: what was spent. Amounts against dated targets (`standings`), the tables of both (`tables`), what is to
be looked at (`rules`)."""

from helpers.programmes.disbursement.kind import KIND

__all__ = ["KIND"]
