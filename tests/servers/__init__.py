"""Real servers that tests talk to, on the loopback and free ports. They end with the test run."""
