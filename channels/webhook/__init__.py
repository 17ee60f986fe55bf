"""The channel for signed HTTP posts of other programs: `parser` makes messages of them. No network here."""
