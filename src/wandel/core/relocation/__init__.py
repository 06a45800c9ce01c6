"""Moving to a county: a person's situation in, an ordered plan with dates, norms, offices and documents out.

Flow (``flow*``), words (``words.yaml``), parameters (``parameters.yaml``) and dates (``timing``) are kept apart.
"""
