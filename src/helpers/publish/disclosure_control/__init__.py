"""Which numbers of the office reports the public may have, and the attack that says whether it was decided well."""
