"""The published folder: its configs, its Parquet, its card, and the checks that hold it together."""
