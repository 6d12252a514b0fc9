"""Electricity fed to the grid displaces the average of that grid."""
