"""What an office says of the data that it publishes: under which licence, at which address, and whom to ask."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from helpers.params.models import Line, ParameterModel, Referenced

Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")]
"""An address on the internet without a query: `https://www.example.go.th/data`."""
EmailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class License(Referenced):
    """The licence of the published data: `name` is its SPDX identifier, `catalogue` the choice for it in the form of
    the government's data catalogue."""

    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+$")]
    title: Line
    path: Address
    catalogue: Line


class Contact(ParameterModel):
    """The unit that answers questions, never a person."""

    name: Line
    email: EmailAddress | None = None


class DataTerms(ParameterModel):
    """What goes with published data. Without an address nothing published names one: pages and records lead to each
    other by relative ways, and there is no feed and no site map, which must not."""

    license: License
    contact: Contact
    address: Address | None = Field(default=None)
    """Where the folder of the edition stands on the internet."""

    @property
    def root(self) -> str:
        """The address with a slash at its end; empty for none."""
        return f"{self.address.rstrip('/')}/" if self.address else ""
