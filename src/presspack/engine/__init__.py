"""The build engine: tasks and their store, processes, signals, progress, atomic files. It knows nothing of news."""
