"""Fits the few learned numbers of the extractive engine."""
