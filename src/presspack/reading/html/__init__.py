"""Saved pages as markup: their lines and their metadata."""
