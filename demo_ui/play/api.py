"""API of the Play room: deals rounds, takes answers, and reports the finding at the end."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from demo_ui.play.serialize import measured_at, measured_over_epochs, nearest_of, result_answer
from gan_core.base.checks import check_count
from gan_core.base.errors import GanError
from gan_core.base.images import data_url, grid
from gan_core.base.runtime import Runtime, State
from gan_core.data import digits
from gan_core.digits.rooms import DigitRooms, controls
from gan_core.photos.colour import COLOUR_ID
from gan_core.photos.domains import DOMAINS, way_of
from gan_core.photos.engine import PHOTO_ID
from gan_core.play.dealing import PlayedPhoto, coloured_photo, deal_digits, deal_photos, translated_photo
from gan_core.play.finding import SETTLED, find
from gan_core.play.keeping import Keeper
from gan_core.play.rounds import LENGTHS, Deck, Round, Rounds
from gan_core.play.rounds import Answer as Answered

START_EPOCH = 1.0  # where a visitor begins: neither grey noise nor the finished digits
TAKEN = "taken"  # under this name the file keeps answers about networks that were taken over
SUBJECTS = ("digits", "photos", "coloured")
Answer = dict[str, Any]


class PlayApi:
    """The answers behind the Play tab, over networks that may still be loading.

    Every method takes the page's raw JSON and raises GanError on what it cannot read, 'not_ready' while the networks
    are loading and 'engine_failed' if they could not be loaded.

    Args:
        photos: its engine has a PhotoEngine as `engine`.
        colours: its engine has a ColourEngine as `engine`; None: no photographs are coloured.
        keeper: where answers are stored; None stores none, and there is no curve of all visitors.
        assets: folder with runs/, examples/ and photographs/.
    """

    def __init__(
        self,
        rooms: Runtime[DigitRooms],
        photos: Runtime[Any],
        keeper: Keeper | None,
        assets: Path,
        colours: Runtime[Any] | None = None,
    ) -> None:
        self._rooms = rooms
        self._photos = photos
        self._keeper = keeper
        self._rounds = Rounds(self._keep)
        shown = sorted((assets / "examples").glob("*.jpg"))
        self._examples = {path: way for path in shown if (way := way_of(path.stem, DOMAINS))}
        self._measured = lru_cache(lambda id: measured_over_epochs(assets / "runs" / id))
        self._reals = lru_cache(lambda: digits.load().test)
        self._scenes = lru_cache(self._all_photos)
        self._colours = colours
        self._to_colour = sorted((assets / "photographs").glob("*.jpg")) if colours else []
        self._coloured = lru_cache(maxsize=None)(self._in_colours)

    def status(self, asked: Any = None) -> Answer:
        """{"state": "loading"}, or "ready" with what can be chosen and what is known of the discriminators."""
        if self._rooms.state in (State.NOT_LOADED, State.LOADING):
            return {"state": "loading"}
        shipped = self._rooms.engine.shipped
        return {
            "state": "ready",
            "checkpoints": [
                {"id": id, "snapshots": controls(id, room)["snapshots"], "measured": self._measured(id)}
                for id, room in shipped.items()
            ],
            "lengths": LENGTHS,
            "photos": len(self._examples),
            "coloured": len(self._to_colour),
            "start": START_EPOCH,
            "settled": SETTLED,
            "counted": self._counted(),
        }

    def begin(self, asked: Any) -> Answer:
        """A new round: its id and its pictures in one sheet, without a word of which are real.

        `subject` is one of `SUBJECTS`; digits need `checkpoint` and `step` (null: finished); all but the few "photos"
        need `pictures`, how many; `after` may name the round before.
        """
        asked = _fields(asked)
        subject = asked.get("subject")
        if subject not in SUBJECTS:
            raise GanError("option_unknown", name="subject", value=str(subject)[:40], known=", ".join(SUBJECTS))
        decks = {"digits": self._digit_deck, "photos": self._photo_deck, "coloured": self._coloured_deck}
        deck = decks[subject](asked)
        count, height, width = deck.pictures.shape[:3]
        fmt = "PNG" if subject == "digits" else "JPEG"
        return {
            "round": self._rounds.begin(deck, asked.get("after")),
            "count": count,
            "sheet": data_url(grid(deck.pictures, count), fmt),
            "ratio": width / height,
            "epoch": deck.epoch,
        }

    def answer(self, asked: Any) -> Answer:
        """One answer: `round`, `place`, and whether `fake` was said; gives the truth and the discriminator's word."""
        asked = _fields(asked)
        return self._rounds.answer(asked.get("round"), asked.get("place"), asked.get("fake"))

    def end(self, asked: Any) -> Answer:
        """What a finished round says, with the nearest real digit of each fake, and whether the answers are kept."""
        played = self._rounds.finished(_fields(asked).get("round"))
        deck = played.deck
        measured = measured_at(self._measured(deck.checkpoint), deck.step) if deck.subject == "digits" else None
        finding = find(played.you, played.machine, measured)
        return {
            **result_answer(played, finding, measured),
            "nearest": self._nearest(played),
            "counted": self._counted(),
            "trouble": self._trouble(),
        }

    def _keep(self, answer: Answered) -> None:
        if self._keeper is None:
            return
        if answer.checkpoint.startswith(f"{TAKEN}-"):  # a name that only one visitor knows
            answer = replace(answer, checkpoint=TAKEN)
        self._keeper.keep(answer)

    def _digit_deck(self, asked: Answer) -> Deck:
        id = asked.get("checkpoint")
        room = self._rooms.engine.room(id)
        count = _count(asked)
        step = asked.get("step")
        step = None if step is None else check_count("step", step, 0, 2**53)
        id = str(id or self._rooms.engine.first)
        epochs = {snapshot["step"]: snapshot["epoch"] for snapshot in room.snapshots}
        if step not in epochs:
            raise GanError("checkpoint_missing", id=f"{id}@{step}"[:40], known=f"{id}@{next(iter(epochs))} ...")
        return deal_digits(room.engine, id, step, epochs[step], self._reals(), count)

    def _photo_deck(self, asked: Answer) -> Deck:
        engine = self._photos.engine.engine
        return deal_photos("photos", self._scenes(), PHOTO_ID, engine.epochs)

    def _coloured_deck(self, asked: Answer) -> Deck:
        """Some of the photographs, which a round takes out of all by chance."""
        if self._colours is None or not self._to_colour:
            raise GanError("photo_none")
        engine, rng = self._colours.engine.engine, np.random.default_rng()
        count = min(_count(asked), len(self._to_colour))
        paths = [self._to_colour[i] for i in rng.choice(len(self._to_colour), count, replace=False)]
        epoch = engine.spec.get("training", {}).get("epochs", 0)
        return deal_photos("coloured", [self._coloured(path) for path in paths], COLOUR_ID, epoch)

    def _in_colours(self, path: Path) -> PlayedPhoto:
        assert self._colours is not None
        return coloured_photo(self._colours.engine.engine, path)

    def _all_photos(self) -> list[PlayedPhoto]:
        engine = self._photos.engine.engine
        return [translated_photo(engine, path, way) for path, way in self._examples.items()]

    def _nearest(self, played: Round) -> Answer | None:
        deck = played.deck
        if deck.subject != "digits" or not deck.fake.any():
            return None
        try:
            engine = self._rooms.engine.room(deck.checkpoint).engine
        except GanError:  # networks that were taken over and are gone: any engine knows the real digits
            engine = self._rooms.engine.room().engine
        return nearest_of(engine, played)

    def _counted(self) -> list[Answer] | None:
        return self._keeper.counted() if self._keeper else None

    def _trouble(self) -> Answer | None:
        trouble = self._keeper.trouble if self._keeper else None
        if trouble is None:
            return None
        return {"code": trouble.fault.code, "waiting": trouble.waiting, "lost": trouble.lost}


def _count(asked: Answer) -> int:
    """How many pictures are asked for; raises GanError('number_wrong')."""
    return check_count("pictures", asked.get("pictures", LENGTHS[0]), LENGTHS[0], LENGTHS[-1])


def _fields(asked: Any) -> Answer:
    if not isinstance(asked, dict):
        raise GanError("round_wrong")
    return asked
