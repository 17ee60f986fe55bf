"""Bridges to frameworks. Each is imported by its own name and needs the package of its framework."""
