"""presspack: raw dumps of scraped news in, a validated, versioned, citable dataset out."""

__version__ = "0.1.0"
