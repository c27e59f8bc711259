"""Looking again at the documents that facts rest on; the one part that opens a network, when asked to."""
