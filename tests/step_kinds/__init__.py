"""A kind of step that no room of the service knows: a quiz, done by passing it."""
