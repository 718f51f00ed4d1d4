"""Some of many: how many there are, and the names of the first."""

from dataclasses import dataclass, field

SHOWN = 50


@dataclass
class Some:
    """A count, and at most `SHOWN` names."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(name)
