"""A pager webhook: an example of a channel that posts requests with buttons and takes decisions, without own pages."""
