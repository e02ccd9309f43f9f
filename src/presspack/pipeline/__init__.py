"""The stages: stage, parse, link, publish."""
