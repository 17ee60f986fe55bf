"""The door for other programs: signed HTTP posts. `signatures` says whose, `parse` says what. No network here."""
