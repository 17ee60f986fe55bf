"""The channel for signed HTTP posts of other programs: `signatures` verifies them, `parser` reads them. No network
here.
"""
