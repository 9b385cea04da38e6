"""The local server: SPARQL in worker processes that can be killed, pages, linked data and a small JSON interface."""
