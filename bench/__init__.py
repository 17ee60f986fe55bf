"""Benchmarks. Each compares figures that were measured in one run on one machine."""
