"""Programme 10: support that schools ask of local authorities. The register comes on a form (`requests`), `assessing`
says what a request comes to by the rules, `allocating` who is granted what, `checks` what to look at."""

from helpers.programmes.local_support.kind import KIND

__all__ = ["KIND"]
