"""Days on which companies will report."""
