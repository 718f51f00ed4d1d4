from foia.models.person import User

__all__ = ["User"]
