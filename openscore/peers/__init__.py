"""Importers: what another index says, as a registry whose facts carry that index as their source.

How an index writes its files is data, in rubrics/imports/; the readers here know three shapes.
"""
