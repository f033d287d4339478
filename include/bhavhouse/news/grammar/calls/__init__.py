"""Grades and target prices: of brokers, of models, of charts."""
