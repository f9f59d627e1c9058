"""The models of the programmes' parameter files: what all programmes state (`base`), and one module for each kind with
its settings and examples.

A kind's module has a constant `PROGRAMME`, its model; `reading` finds it by the file's `kind`.
"""
