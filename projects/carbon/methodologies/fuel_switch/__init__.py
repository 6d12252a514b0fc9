"""Fuel switch (natural gas for coal)."""
