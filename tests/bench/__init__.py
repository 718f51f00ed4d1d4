"""Benchmarks: each prints a figure and its ratio to a floor or a peer measured in the same run."""
