"""Versions of a dataset: compared, released, pushed."""
