"""Benchmarks: ratios measured in one run, for docs/performance.md."""
