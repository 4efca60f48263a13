"""The about box: version, licence, how to cite, where to report a fault. Plain HTML that opens without a script."""

from __future__ import annotations

from demo_ui.page.i18n import h
from gan_core import __version__

ID = "theatre-about"
CITATION = f"The GAN Theatre authors. GAN Theatre, version {__version__}. Software, MIT licence."  # as in CITATION.cff
SIGN = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.01"/></svg>'
)

TITLE = (
    f'<h1><button type="button" class="theatre-title" popovertarget="{ID}" data-i18n-title="about.open">'
    f"{h('app.title')}{SIGN}</button></h1>"
)
HIDES = f'popovertarget="{ID}" popovertargetaction="hide"'
CLOSE = f'<button type="button" {HIDES} data-i18n-aria-label="link.close">×</button>'
HEADING = h("about.open", "h2").replace("<h2", f'<h2 id="{ID}-title"')
BOX = f"""
<section id="{ID}" popover role="dialog" aria-labelledby="{ID}-title">
  <div class="about-head">{HEADING}{CLOSE}</div>
  {h("about.version", "p", "about-version", version=__version__)}
  {h("about.licence", "p")}
  {h("about.cite", "p")}
  <p class="about-citation" lang="en">{CITATION}</p>
  {h("about.fault", "p")}
</section>
"""
