"""Actions bound to the store and the actor that they act on and for: what is left is what a person gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from lib.access.actors import Actor
from lib.access.identity import as_of_now
from lib.store.opening import Store

P = ParamSpec("P")
R = TypeVar("R")


class BoundAction(partial[R]):
    """An action with its store and actor, whose rights are looked up anew at each press.

    A button, a box or a part of the page may be older than the right that it was drawn for.
    """

    def __call__(self, /, *given: object, **more: object) -> R:
        """The action in the name of the actor as one is by now."""
        store, actor = self.args
        return self.func(store, as_of_now(actor), *given, **more)


@dataclass(frozen=True)
class Binding:
    """A store and an actor, given to one action after another.

    What comes back takes the action's other parameters by the same names, defaults and types, so
    that the type checker reads a press of a button as it reads the action itself.
    """

    store: Store
    actor: Actor

    def __call__(self, action: Callable[Concatenate[Store, Actor, P], R]) -> Callable[P, R]:
        """The action without its first two parameters; it still raises what it raises."""
        return BoundAction(action, self.store, self.actor)
