"""Benchmarks: ratios measured in one run; ``make bench`` prints them and keeps them in docs."""
