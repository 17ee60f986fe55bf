"""The channel that calls programs back: it posts the decision of a request to the URL that its program named."""
