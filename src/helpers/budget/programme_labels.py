"""What readers call a programme: its number in the manual and its title."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.params.programmes.base import Programme


def programme_labels(programmes: Mapping[str, Programme]) -> Mapping[str, str]:
    """By id, `5.1 ครูธุรการ …`, in the order of the numbers; programmes of one number by their ids."""
    ordered = sorted(programmes.items(), key=lambda item: (tuple(map(int, item[1].number.split("."))), item[0]))
    return {name: f"{programme.number} {programme.title}" for name, programme in ordered}
