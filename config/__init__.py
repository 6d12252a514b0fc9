"""What the three apps share: settings, people, glue and kernel."""
