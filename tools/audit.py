"""`make audit`: known holes in the packages that requirements.txt names, by pip-audit in an environment of its own.

pip-audit asks PyPI. Where PyPI's answers do not come (offline, or behind a mirror that has no advisories) it finds
nothing and says that all is well; here that is told as what it is.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parents[1] / "requirements.txt"
# What cannot be mended here, and why that is borne.
BORNE = {
    "pillow": "Gradio 6.31 asks for one below 13; strangers' pictures are decoded in a process of their own.",
}
FINE, HOLES, UNKNOWN = 0, 1, 2


def judged(report: dict[str, Any]) -> tuple[int, list[str]]:
    """The exit code and the lines to tell, of pip-audit's JSON: 0 no holes, 1 holes, 2 it could not be found out."""
    packages = report["dependencies"]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    lines, code = [], FINE
    for package in packages:
        for hole in package.get("vulns", []):
            why = BORNE.get(package["name"].lower())
            code = code if why else HOLES
            mended = ", ".join(hole.get("fix_versions", [])) or "none"
            lines.append(
                f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}. {why or ''}".rstrip()
            )
    if len(skipped) == len(packages):
        return UNKNOWN, ["Nothing could be looked up: PyPI's advisories are out of reach here. Nothing is known."]
    if skipped:
        lines.append(f"Not looked up, since PyPI does not know them: {', '.join(skipped)}.")
    count = len(packages) - len(skipped)
    return code, [
        *lines,
        f"{count} packages looked up: {'holes to mend' if code else 'no holes but those named above'}.",
    ]


def main() -> int:
    """Ask pip-audit, which lies beside the Python that runs this."""
    program = Path(sys.executable).with_name("pip-audit")
    command = [
        str(program),
        "-r",
        str(LOCK),
        "--no-deps",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        code, lines = judged(json.loads(asked.stdout))
    except (ValueError, KeyError):
        last = (asked.stderr.strip().splitlines() or ["no answer"])[-1]
        code, lines = UNKNOWN, [f"Nothing could be looked up: {last[:200]}"]
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
