"""Budget programmes as parameter files: what every one states (`base`), and per kind its own settings and examples.

A kind's module has a constant `PROGRAMME`, its model; `reading` finds it by the file's `kind`.
"""
