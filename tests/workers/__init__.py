"""Tests of real Celery workers and a real beat, on the tests' own database."""
