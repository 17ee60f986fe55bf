"""Models of the frameworks' own kinds that call what the user writes as JSON: [["tool", {…}], …], and then repeat the results."""
