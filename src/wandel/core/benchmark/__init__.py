"""Composite indicators by the ten steps of the Handbook (OECD/JRC 2008): one number from many, with its doubts."""
