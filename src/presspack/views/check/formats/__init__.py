"""The formats in which `check` reports."""
