"""The look: colours as data, Gradio's theme made of them, and what goes into the page's head.

Every colour is a CSS variable, set for dark and for light in one place. Use them by name in a widget's
style: --stage (page), --panel, --raised (fields, buttons), --line, --ink, --ink-soft, --real (● a disc),
--fake (◆ a diamond), --both (where they meet), --press and --press-ink (a room's main action).
"""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr

from demo_ui.page import i18n
from demo_ui.page.addresses import WEB

STATIC = Path(__file__).parent / "static"
FONTS = Path(__file__).parent / "fonts"

DARK = {
    "stage": "#0d1014",
    "panel": "#161b22",
    "raised": "#232a33",
    "line": "#2b333d",
    "ink": "#f0f3f7",
    "ink-soft": "#a3aebb",
    "real": "#5aa9ff",
    "fake": "#ff9b42",
    "both": "#dfe6ee",
    "press": "#f0f3f7",
    "press-ink": "#0d1014",
    "warn": "#ff8f8f",
}
LIGHT = {
    "stage": "#eef1f4",
    "panel": "#ffffff",
    "raised": "#e6eaef",
    "line": "#cfd6de",
    "ink": "#12171d",
    "ink-soft": "#4a5561",
    "real": "#0b57b3",
    "fake": "#9c4300",
    "both": "#57616c",
    "press": "#12171d",
    "press-ink": "#ffffff",
    "warn": "#a82222",
}

FONT = ("Theatre Sans", "system-ui", "sans-serif")
# From xxs to xxl, in rem: the root's font size grows with the screen (theatre.css).
_TEXT_SIZES = ("0.6875rem", "0.8125rem", "0.875rem", "1rem", "1.125rem", "1.5rem", "2rem")
_SPACINGS = ("0.0625rem", "0.125rem", "0.25rem", "0.5rem", "0.75rem", "1rem", "1.25rem")
_RADII = ("0.125rem", "0.25rem", "0.375rem", "0.5rem", "0.75rem", "1rem", "1.5rem")

# Which characters each pair of font files is fetched for; the word on the language button is in "latin".
_SPANS = {
    "korean": "U+1100-11FF, U+3000-318F, U+AC00-D7A3",
    "latin": "U+0000-10FF, U+2000-2FFF, U+AD6D, U+C5B4, U+D55C",
}
MONO = ("ui-monospace", "Consolas", "monospace")


class TheatreTheme(gr.themes.Base):
    """Gradio's components in the theatre's colours; one set of values, because the variables change with the theme."""

    def __init__(self) -> None:
        super().__init__(
            font=[gr.themes.Font(name) for name in FONT],
            font_mono=[gr.themes.Font(name) for name in MONO],
            text_size=gr.themes.Size(*_TEXT_SIZES, name="theatre"),
            spacing_size=gr.themes.Size(*_SPACINGS, name="theatre"),
            radius_size=gr.themes.Size(*_RADII, name="theatre"),
        )
        self.name = "theatre"
        self.set(**_VARIABLES)
        for dark in [name for name in vars(self) if name.endswith("_dark")]:
            setattr(self, dark, getattr(self, dark.removesuffix("_dark")))


_VARIABLES = {
    # A literal colour, because this one paints the page before any style sheet has come.
    "body_background_fill": DARK["stage"],
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--ink-soft)",
    "background_fill_primary": "var(--panel)",
    "background_fill_secondary": "var(--stage)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--ink-soft)",
    "border_color_accent_subdued": "var(--line)",
    "color_accent": "var(--ink)",
    "color_accent_soft": "var(--raised)",
    "link_text_color": "var(--real)",
    "link_text_color_hover": "var(--ink)",
    "link_text_color_active": "var(--ink)",
    "link_text_color_visited": "var(--real)",
    "block_background_fill": "transparent",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_padding": "0px",
    "block_label_background_fill": "transparent",
    "block_label_border_width": "0px",
    "block_label_shadow": "none",
    "block_label_text_color": "var(--ink)",
    "block_title_text_color": "var(--ink)",
    "block_info_text_color": "var(--ink-soft)",
    "panel_background_fill": "var(--panel)",
    "panel_border_color": "var(--line)",
    "shadow_drop": "none",
    "shadow_drop_lg": "none",
    "input_background_fill": "var(--raised)",
    "input_background_fill_focus": "var(--raised)",
    "input_border_color": "var(--line)",
    "input_border_color_focus": "var(--ink-soft)",
    "input_border_width": "1px",
    "input_placeholder_color": "var(--ink-soft)",
    "slider_color": "var(--ink)",
    "loader_color": "var(--ink)",
    "checkbox_background_color": "var(--raised)",
    "checkbox_background_color_selected": "var(--ink)",
    "checkbox_border_color": "var(--ink-soft)",
    "checkbox_border_color_selected": "var(--ink)",
    "checkbox_label_background_fill": "var(--raised)",
    "checkbox_label_background_fill_hover": "var(--line)",
    "checkbox_label_background_fill_selected": "var(--line)",
    "checkbox_label_text_color": "var(--ink)",
    "checkbox_label_border_color": "var(--line)",
    "error_background_fill": "var(--panel)",
    "error_border_color": "var(--warn)",
    "error_text_color": "var(--ink)",
    "error_icon_color": "var(--warn)",
    "button_primary_background_fill": "var(--press)",
    "button_primary_background_fill_hover": "var(--ink-soft)",
    "button_primary_text_color": "var(--press-ink)",
    "button_primary_text_color_hover": "var(--press-ink)",
    "button_primary_border_color": "var(--press)",
    "button_secondary_background_fill": "var(--raised)",
    "button_secondary_background_fill_hover": "var(--line)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_text_color_hover": "var(--ink)",
    "button_secondary_border_color": "var(--line)",
}


def palette_css() -> str:
    """Both palettes as CSS variables: dark unless `<html data-theme="light">`."""

    def variables(palette: dict[str, str]) -> str:
        return " ".join(f"--{name}: {colour};" for name, colour in palette.items())

    return (
        f":root {{ color-scheme: dark; {variables(DARK)} }}\n"
        f':root[data-theme="light"] {{ color-scheme: light; {variables(LIGHT)} }}\n'
    )


def _face(part: str, weight: int) -> str:
    file = (FONTS / f"theatre-sans-{part}-{weight}.woff2").as_posix()
    return (
        f'@font-face {{ font-family: "{FONT[0]}"; font-weight: {weight}; font-display: swap; '
        f'unicode-range: {_SPANS[part]}; src: url("gradio_api/file={file}") format("woff2"); }}\n'
    )


def font_css() -> str:
    """The faces of demo_ui/page/fonts. Latin comes last, so that it is asked first where both have a glyph."""
    return "".join(_face(part, weight) for part in _SPANS for weight in (400, 700))


def theatre_css() -> str:
    """The page's own style sheet, without fonts and colours."""
    return (STATIC / "theatre.css").read_text(encoding="utf-8")


def games_css() -> str:
    """Of what opens over the rooms: nothing of it is painted first."""
    return (STATIC / "games.css").read_text(encoding="utf-8")


def page_css() -> str:
    """The whole style sheet of the page, fonts included."""
    return font_css() + palette_css() + theatre_css() + games_css()


def early_script(lang: str | None, first_room: str) -> str:
    """What runs before anything is painted; `lang`: the app's language, if it has one of its own."""
    text = (STATIC / "first.js").read_text(encoding="utf-8")
    preferences = (WEB / "core" / "preferences.mjs").read_text(encoding="utf-8").replace("export ", "")
    lost = {lang: [i18n.table(lang)[key] for key in ("embed.lost", "site.lost")] for lang in i18n.LANGUAGES}
    text = text.replace("__PREFERENCES__", preferences).replace("__LOST__", json.dumps(lost, ensure_ascii=False))
    return text.replace("__LANG__", json.dumps(lang)).replace("__ROOM__", json.dumps(first_room))
