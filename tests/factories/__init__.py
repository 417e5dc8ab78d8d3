"""Factories, one module for each room."""
