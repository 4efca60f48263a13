"""API of the Learn room: feature maps of the networks. Keeps nothing about visitors."""

from __future__ import annotations

from typing import Any

import numpy as np

from gan_core.base.checks import check_count, check_number, check_numbers, check_seed
from gan_core.base.errors import GanError
from gan_core.base.images import data_url
from gan_core.base.runtime import Runtime, State
from gan_core.digits.feature_maps import SIDE, discriminator_layers, generator_layers, sheet
from gan_core.digits.latent import latents, move, truncate
from gan_core.digits.rooms import DigitRooms
from gan_core.digits.usefulness import Usefulness
from gan_core.digits.writing import WRITER
from gan_core.recipes.dcgan import CLASSIC

DIGITS = 16
Answer = dict[str, Any]


class LearnApi:
    """The answers behind the Learn tab, over rooms that may still be loading; both take the page's raw JSON."""

    def __init__(self, runtime: Runtime[DigitRooms], usefulness: Usefulness | None = None) -> None:
        self._runtime, self._usefulness = runtime, usefulness

    @staticmethod
    def facts() -> Answer:
        """The lesson's two networks: {"generator": [{"kind", "shape", "weights"}, ...], "discriminator": [...]}."""
        both = {"generator": generator_layers(CLASSIC.spec), "discriminator": discriminator_layers(CLASSIC.spec)}
        return {network: [layer._asdict() for layer in layers] for network, layers in both.items()}

    def maps(self, asked: Any) -> Answer:
        """The feature maps of one digit as one sheet.

        Args:
            asked: "checkpoint", "seed", "digit", and, as a link to the Generate room has them, "directions" (numbers)
                and "diversity"; missing ones have that room's defaults.

        Returns:
            {"state": "loading"}, or "ready" with "sheet" (a data URL), "side" and "rows": one dict for each row of
            it, {"network", "shape", "shown"}; "logit" is D's for the digit.

        Raises:
            GanError: 'request_wrong', 'seed_wrong', 'count_wrong', 'number_wrong', 'list_wrong', 'checkpoint_missing',
                'engine_failed'.
        """
        if self._runtime.state in (State.NOT_LOADED, State.LOADING):
            return {"state": "loading"}
        if not isinstance(asked, dict):
            raise GanError("request_wrong")
        room = self._runtime.engine.room(asked.get("checkpoint"))
        vectors = room.directions.vectors
        z = latents(check_seed(asked.get("seed")), DIGITS)[check_count("digit", asked.get("digit", 0), 0, DIGITS - 1)]
        along = check_numbers("directions", asked.get("directions", []), len(vectors), -100.0, 100.0)
        z = move(z, vectors[: len(along)], along) if len(along) else z
        z = truncate(z, check_number("diversity", asked.get("diversity", 1.0), 0.0, 1.0))
        maps = room.engine.feature_maps(z)
        picture, shown = sheet(maps)
        image = room.engine.images(z[None])
        rows = [
            {"network": n, "shape": values.shape, "shown": count}
            for (n, values), count in zip(maps, shown, strict=True)
        ]
        return {
            "state": "ready",
            "sheet": data_url(picture),
            "side": SIDE,
            "z": np.round(z, 2).tolist(),
            "rows": rows,
            "logit": float(room.engine.verdict(image)[0]),
        }

    def usefulness(self, asked: Any) -> Answer:
        """How well a classifier reads real digits that learned from `fakes` and `reals`, so many of each, of a `seed`.

        Returns:
            the fields of gan_core.digits.usefulness.Learned.

        Raises:
            GanError: 'request_wrong', what `Usefulness.learn` raises; 'checkpoint_missing' where no generator can be
                asked for digits.
        """
        if not isinstance(asked, dict):
            raise GanError("request_wrong")
        if self._usefulness is None:
            raise GanError("checkpoint_missing", id=WRITER, known="")
        learned = self._usefulness.learn(asked.get("fakes"), asked.get("reals"), asked.get("seed"))
        return {**learned._asdict(), "seconds": round(learned.seconds, 2)}
