"""What a lifecycle costs, here and elsewhere, measured in one run on one machine."""
