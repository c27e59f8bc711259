"""What can be said of a model: the vocabulary of facts, licenses and the record of one release."""
