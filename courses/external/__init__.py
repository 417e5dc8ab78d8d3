"""A step that is taken with another provider: a page, a video or a course somewhere else."""
