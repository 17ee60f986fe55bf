"""Mechanisms that two channels need. No channel of its own; it imports no channel."""
