"""Parses JPEG (ITU T.81, annex B): from the frame to the end marker, whatever lies between and after."""

from __future__ import annotations

import re

from gan_core.pictures.bare import Bare, orientation_of

MOST_SCANS = 100  # each is decoded over the whole picture; encoders write about ten
END = b"\xff\xd9"
_EXIF, _PROFILE = b"Exif\0\0", b"ICC_PROFILE\0"
_APP0, _APP1, _APP2, _APP14, _COMMENT, _SCAN, _LAST = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE, 0xDA, 0xD9
_NEEDED_APPS = (_APP0, _APP14)  # they tell which colours the components are
_BASELINE = (0xC0, 0xC1)
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = {0x00, 0x01, *range(0xD0, 0xD9)}  # marks that no segment follows
_NEXT = re.compile(rb"\xff[\xc0-\xcf\xd8-\xfe]")  # within a scan: no stuffed byte, no restart


def bare(data: bytes) -> Bare:
    """Raises ValueError on more scans than any program writes."""
    kept, exif, profiles = [data[:2]], [], []
    at, scans, frame, first, ended = 2, 0, None, None, False
    while (at := data.find(b"\xff", at)) != -1 and at + 4 <= len(data):
        mark = data[at + 1]
        if mark == 0xFF:  # padding
            at += 1
            continue
        if mark == _LAST:
            break
        if mark in _ALONE:
            at += 2
            continue
        body = data[at + 4 : at + 2 + int.from_bytes(data[at + 2 : at + 4])]
        end = at + 4 + len(body)
        if mark == _APP1 and body.startswith(_EXIF):
            exif.append(body)
        elif mark == _APP2 and body.startswith(_PROFILE):
            profiles.append(body[len(_PROFILE) :])
        elif mark in _NEEDED_APPS or not (_APP0 <= mark <= 0xEF or mark == _COMMENT):
            if mark == _SCAN:
                scans, first = scans + 1, first or body
                found = _NEXT.search(data, end)
                end = found.start() if found else len(data.rstrip(b"\xff"))  # half a mark is none
            elif mark in _FRAMES:
                frame = frame or (mark, body)
            kept.append(data[at:end])
        if scans > MOST_SCANS:
            raise ValueError("more scans than any program writes")
        at = end
    ended = data[at : at + 2] == END if at != -1 else False
    streams = bool(frame and first and frame[0] in _BASELINE and frame[1][5:6] == first[:1])
    orientation = next((told for told in map(orientation_of, exif) if told != 1), 1)
    whole = b"".join([*kept, END])
    return Bare("JPEG", whole, orientation, _joined(profiles), whole=not streams, ended=ended)


def _joined(pieces: list[bytes]) -> bytes | None:
    """A profile of its pieces, each of which begins with its number and with how many there are."""
    return b"".join(piece[2:] for piece in sorted(pieces, key=lambda piece: piece[:1])) or None
