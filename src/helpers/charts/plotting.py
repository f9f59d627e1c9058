"""seaborn, without what it would load beside it: scipy's estimates of densities and clusters, which no chart here has,
take as long to load as all else."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module


@contextmanager
def _absent(*modules: str) -> Iterator[None]:
    """Within, libraries that can do without these modules take them for not installed; who has them keeps them."""
    hidden = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # Python's own word for what must not be found
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _absent("scipy.stats", "scipy.cluster"):
    seaborn = import_module("seaborn")
