"""The one family of anticipated trouble, kept apart so that every module can derive from it."""


class DomainError(ValueError):
    """Anticipated trouble. Its message is one sentence for a person: what, where, what to do."""
