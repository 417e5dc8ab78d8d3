"""The steps that a course can be made of: the contract of a kind of step, and the kinds."""
