"""Reports as a project of Quarto: pages without code, into which a Lua filter puts the blocks of each report. A package
of its own, so that its files are no part of what reports depend on."""
