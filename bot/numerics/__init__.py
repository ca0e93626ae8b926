"""Numerical functions that several demos share: pure, on numpy arrays, each with its source."""
