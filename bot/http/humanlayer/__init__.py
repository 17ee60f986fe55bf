"""/humanlayer/v1: HumanLayer's API over the requests of programs."""
