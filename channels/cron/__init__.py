"""Threads that begin at times of the calendar."""
