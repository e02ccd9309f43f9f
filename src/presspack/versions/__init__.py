"""Versions of a dataset: compare, release, push."""
