"""The office that is asked."""

from unit.publish.small_data import graph

__all__ = ["graph"]
