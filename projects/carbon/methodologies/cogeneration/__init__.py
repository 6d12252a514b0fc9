"""Cogeneration or central heat replacing small boilers."""
