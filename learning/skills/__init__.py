"""Skills: frameworks of skills and levels, roles, and what each role requires."""
