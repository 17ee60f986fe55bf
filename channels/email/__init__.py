"""The door for mail: a Mail is read, its sender proven, its words judged, our own mail sent. Knows core alone."""
