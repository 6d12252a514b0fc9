"""Files from other systems and other desks: mapped, judged row by row, entered by two people."""
