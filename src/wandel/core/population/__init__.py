"""Cohort-component projections: one region by given rates, and a county's municipalities with chance and building land."""
