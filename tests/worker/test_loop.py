"""The loop: a room that takes long makes no other wait."""

import threading
from datetime import datetime
from typing import Any

import pytest

from worker import loop
from worker.rooms import Room


@pytest.mark.django_db(transaction=True)
def test_a_slow_room_makes_no_other_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, at_work, turns = threading.Event(), threading.Event(), []

    def slow(*, now: datetime) -> int:
        at_work.set()
        stop.wait(20)
        return 1

    def quick(*, now: datetime) -> int:
        at_work.wait(20)
        turns.append(now)
        if len(turns) == 3:
            stop.set()
        return 1

    def broken(*, now: datetime) -> int:
        raise OSError("the disk is full")

    slow_room = Room("slow", slow, 1, is_slow=True)
    open_rooms = (slow_room, Room("broken", broken, 0), Room("quick", quick, 0))
    monkeypatch.setattr(loop, "rooms", lambda: open_rooms)
    guard: Any = threading.Timer(30, stop.set)
    guard.start()
    loop.run(stop)
    guard.cancel()
    assert len(turns) == 3
