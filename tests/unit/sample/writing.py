"""Writing small samples of the project's own parameters."""

from pathlib import Path

from helpers.params.folder import read_params
from helpers.programmes.reading import choices_of
from helpers.sample import SampleSummary, write_sample
from unit.sample.downloads import PARAMS


def write(folder: Path, **arguments: int) -> SampleSummary:
    """Write a sample; the arguments are those of `write_sample`."""
    params = read_params(PARAMS)
    return write_sample(folder, params, choices_of(params), **arguments)
