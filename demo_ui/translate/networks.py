"""The Translate room's choice of networks: what each is called on the page and which checkpoint it is."""

from __future__ import annotations

from dataclasses import dataclass

from gan_core.photos.colour import COLOUR_ID
from gan_core.photos.domains import DOMAINS, direction_names, way_of
from gan_core.photos.engine import PHOTO_ID


@dataclass(frozen=True)
class Networks:
    """Networks that the room works with.

    Attributes:
        name: what requests and addresses call them.
        id: their checkpoint.
        domains: what A and B show; empty for those that do not go two ways.
    """

    name: str
    id: str
    domains: tuple[str, str] | tuple[()] = ()

    @property
    def directions(self) -> dict[str, str]:
        """{"horse-to-zebra": "ab", "zebra-to-horse": "ba"}; empty for those that do not go two ways."""
        return direction_names({"training": {"domains": self.domains}}) if self.domains else {}

    def way_of(self, example: str) -> str | None:
        """The direction that suits the example of this name; None: any, or there is none."""
        return way_of(example, self.domains) if self.domains else None

    def fits(self, example: str) -> bool:
        """Whether the example of this name suits these networks: some need animals, others real photographs, and
        one pair of them takes paintings, too."""
        if self is HORSES:
            return self.way_of(example) is not None
        if example.startswith("painting-"):
            return self is PAINTINGS
        return not example.endswith("-stamp")


HORSES = Networks("horse-zebra", PHOTO_ID, DOMAINS)
PAINTINGS = Networks("photo-monet", "photo2monet", ("photo", "monet"))
COLOURS = Networks("grey-colour", COLOUR_ID)
ALL = (HORSES, PAINTINGS, COLOURS)  # in the order in which the page offers them
TWO_WAYS = (HORSES, PAINTINGS)
