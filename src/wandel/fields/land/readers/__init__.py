"""Clients of outside services, each in one file."""
