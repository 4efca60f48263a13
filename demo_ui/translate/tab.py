"""The room where photographs become others: the stage with its board, and the endpoints /translate and /colourise."""

# No `from __future__ import annotations` here: Gradio reads the endpoint's types, and cannot read strings.
from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr
from PIL import Image

from demo_ui.page.addresses import own_answers
from demo_ui.page.plain import plain, refusal
from demo_ui.page.sent import file_input, made_by_model, sent_photo
from demo_ui.page.uploads import Uploads
from demo_ui.settings import AppSettings
from demo_ui.translate.answers import Answers
from demo_ui.translate.api import AUTO, PhotoApi
from demo_ui.translate.colour_api import Brought, ColourApi, marked
from demo_ui.translate.networks import ALL, COLOURS, HORSES, PAINTINGS, TWO_WAYS
from demo_ui.translate.room import Examples
from demo_ui.translate.stage import photo_stage
from gan_core.base.errors import GanError
from gan_core.photos.files import LARGEST
from gan_core.photos.hints import placed, read_hints
from gan_core.pictures import limits

START = "horse-zaniskari"  # the example that a visitor meets


def build(services: Any, settings: AppSettings, uploads: Uploads, closed: bool = False) -> None:
    """Fill the room.

    Args:
        services: `photos` is the Runtime of a PhotoRoom, so is `paintings`, and `colours` that of a ColourRoom; what is
            None is not offered.
        settings: its `assets` hold the example photographs.
        uploads: where visitors' photographs are counted.
        closed: these only; no photograph of a visitor is taken, through the page or the API.
    """
    examples = Examples(settings.assets / "examples")
    apis = _apis(services, examples, uploads)
    choice = [networks for networks in ALL if networks.name in apis]
    answers = Answers(apis)
    photo_stage(
        [plain(answer) for answer in answers.all(uploads=not closed, camera=not settings.no_camera)],
        networks=[networks.name for networks in choice],
        examples=examples.listed(choice),
        start=START,
        own=_own(apis),
        limits=limits.for_page(),
        intake=None if closed else _intake(),
    )
    if closed:
        return
    translators = {name: api for name, api in apis.items() if isinstance(api, PhotoApi)}
    if translators:
        _build_translate(translators)
    if COLOURS.name in apis:
        _build_colourise(apis[COLOURS.name])


def _apis(services: Any, examples: Examples, uploads: Uploads) -> dict[str, Any]:
    """Who answers about which networks, in the order in which the page offers them."""
    apis: dict[str, Any] = {}
    if services.horses:
        apis[HORSES.name] = PhotoApi(services.photos, examples, in_browser=services.photo_networks, uploads=uploads)
    if services.paintings:
        apis[PAINTINGS.name] = PhotoApi(services.paintings, examples, PAINTINGS, uploads=uploads)
    if services.colours:
        apis[COLOURS.name] = ColourApi(services.colours, examples, uploads, services.colour_networks)
    return apis


def _own(apis: Mapping[str, Any]) -> dict[str, Any]:
    """What the page needs to answer by itself, by the names of the networks that it can have."""
    common = {"limits": limits.for_page(), "parallel": True}
    found: dict[str, Any] = {}
    if HORSES.name in apis:
        found[HORSES.name] = {**own_answers("photos"), **common, "made": apis[HORSES.name].made_by()}
    if COLOURS.name in apis:
        found[COLOURS.name] = {**own_answers("colours"), **common, "made": {"words": marked(COLOURS.id)}}
    return found


def _intake() -> dict[str, Any]:
    """What the page needs to bring photographs down before they go anywhere."""
    return {"longest": LARGEST, "limits": limits.for_page()}


def _build_translate(apis: Mapping[str, PhotoApi]) -> None:
    names = [name for networks in TWO_WAYS if networks.name in apis for name in networks.directions]
    direction = gr.Radio([AUTO, *names], value=AUTO, visible=False, label="direction")
    networks = gr.Radio(list(apis), value=next(iter(apis)), visible=False, label="networks")
    outputs = [
        gr.Image(visible=False, format="png", label="translated"),
        gr.Image(visible=False, format="png", label="reconstructed"),
        gr.JSON(visible=False, label="figures"),
    ]
    gr.on([], _translate(Answers(apis)), [file_input("horse.jpg"), direction, networks], outputs, api_name="translate")


def _build_colourise(api: ColourApi) -> None:
    strength = gr.Number(value=1, visible=False, label="strength")
    outputs = [gr.Image(visible=False, format="png", label="coloured"), gr.JSON(visible=False, label="figures")]
    hints = gr.JSON(value=[], visible=False, label="hints")
    gr.on([], _colourise(api), [file_input("horse.jpg"), strength, hints], outputs, api_name="colourise")


def _translate(apis: Answers) -> Callable[..., tuple[Image.Image, Image.Image, dict[str, Any]]]:
    def translate(
        image: str, direction: str = AUTO, networks: str | None = None
    ) -> tuple[Image.Image, Image.Image, dict[str, Any]]:
        """Turn a horse into a zebra, a photograph into a Monet, or the other way, and back: the same as on the page.

        Example: translate(image=handle_file("horse.jpg"), direction="horse-to-zebra").

        Args:
            image: a JPEG, PNG, WebP, GIF, AVIF, BMP or TIFF file; a baseline JPEG of up to 120 million pixels, others
                of up to 64 million.
            direction: "horse-to-zebra" or "zebra-to-horse"; of photographs and paintings "photo-to-monet" or
                "monet-to-photo"; or "auto": what the guard finds in the photograph, without a guard the first.
            networks: "horse-zebra" or "photo-monet", of those that are here; without it the first.

        Returns:
            translated: the translation at the photograph's size (at most 1024 pixels on the long side).
            reconstructed: the way back, at most 512 pixels on the long side.
            figures: the direction, what the guard takes the photograph and the translation for (null without a
                guard), `cycle_l1`, `change`, `change_outer` and `identity_l1` (mean absolute differences, 0 to 1),
                `score_...` (means of D's patch maps, 1 for real), `mask` (the mean of what G wants to change, 0 to 1;
                absent where networks have no mask), `smoothed` (what a filter alone changes of the photograph before
                G paints it; absent where there is none, as in "monet-to-photo"), `ms` and `ms_translate`. A plain
                border stays as it is: it is set aside before networks and guard see the photograph, and no figure
                tells of it.
        """
        try:
            api: PhotoApi = apis.api(networks)
            exhibit = api.work_out(sent_photo(image), direction)
        except GanError as fault:
            raise refusal(fault) from None
        assert exhibit is not None  # without a session nothing is sent away
        board, frame = exhibit.board, exhibit.frame
        looks = {"looks_like": exhibit.verdict, "translated_looks_like": exhibit.after}
        figures = {name: verdict and verdict.label for name, verdict in looks.items()}
        shown = {"translated": board.result, "reconstructed": board.reconstructed}
        pictures = {name: frame.around(picture) for name, picture in shown.items()}
        translated, reconstructed = (
            made_by_model(picture, api.mark(board.direction, what)) for what, picture in pictures.items()
        )
        return translated, reconstructed, {"direction": api.names[board.direction], **figures, **board.figures}

    return translate


def _colourise(api: ColourApi) -> Callable[..., tuple[Image.Image, dict[str, Any]]]:
    def colourise(image: str, strength: float = 1.0, hints: Any = None) -> tuple[Image.Image, dict[str, Any]]:
        """Give a photograph, grey or not, the colours that a network finds likely: the same as on the page.

        Example: colourise(image=handle_file("grandmother.jpg")).

        Args:
            image: a JPEG, PNG, WebP, GIF, AVIF, BMP or TIFF file; a baseline JPEG of up to 120 million pixels, others
                of up to 64 million.
            strength: what the colours are multiplied by, 0 (grey) to 2.
            hints: up to eight places whose colours are known, [[x, y, a, b], ...]: x and y from 0 to 1, a and b of CIE
                Lab; each spreads to what looks alike.

        Returns:
            coloured: the photograph at its size (at most 1024 pixels on the long side), with its own lightness.
            figures: `colours` (those it came with: "coloured", "toned", which is no truth, or "grey"), `score` (the
                mean of D's patch map, 1 for real), `ms` for both networks, and, where the photograph had colours, `l1`
                (mean absolute difference of the colour channels, 0 to 1). A plain border stays as it is; no figure
                tells of it.
        """
        try:
            brought = Brought.of(sent_photo(image))
            said = placed(read_hints(hints), brought.frame.inner)
            coloured = api.work_out(brought, strength, hints=said)
        except GanError as fault:
            raise refusal(fault) from None
        assert coloured is not None  # without a session nothing is sent away
        figures = {"colours": coloured.kind, **coloured.figures}
        return made_by_model(brought.frame.around(coloured.picture), api.mark(strength, said)), figures

    return colourise
