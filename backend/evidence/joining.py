"""Segments of a recording in one file that seeks: packets are copied, not coded again, and holes stay as long as they were.

Every segment is a file of its own with a clock of its own; `at_ms` tells where it stands in the recording. What cannot
be read, or has other codecs than the first, is left out; the answer says how many segments are in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream

from backend.evidence.pictures import write_thumbnail

DEMUXERS = {"video/webm": "matroska", "audio/webm": "matroska", "video/mp4": "mp4", "audio/mp4": "mp4"}
WEBM_CODECS = {"vp8", "vp9", "av1", "opus", "vorbis"}
"""What a WebM file may hold. Chromium also records H.264 into a file that it calls WebM: its copy becomes an MP4."""
MS = Fraction(1, 1000)


class NothingReadable(Exception):
    """No segment holds sound or picture that can be read."""


@dataclass
class Joined:
    """The file being written: its streams by kind, the time that is filled, how many segments are in."""

    output: OutputContainer
    streams: dict[str, Stream] = field(default_factory=dict)
    shapes: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    written: dict[int, Fraction] = field(default_factory=dict)
    """Per stream, when its last packet is shown: sound starts a little before zero and must not go back."""
    filled: Fraction = Fraction(0)
    segments: int = 0


def join(order: dict[str, Any]) -> dict[str, Any]:
    """Write the joined file and a thumbnail into the work folder. Raises NothingReadable."""
    demuxer, segments = DEMUXERS[order["mime"]], order["segments"]
    form, options = _container(demuxer, segments)
    work = Path(order["work"])
    target = work / f"copy.{form}"
    with av.open(str(target), "w", format=form, options=options) as output:
        joined = Joined(output)
        for segment, following in zip(segments, [*segments[1:], None], strict=True):
            until = Fraction(following["at_ms"]) * MS if following else None
            _add(joined, Path(segment["path"]), demuxer, Fraction(segment["at_ms"]) * MS, until)
        if not joined.segments:
            raise NothingReadable("no segment can be read")
    thumbnail = _picture(target, work / "thumb.jpg")
    return {
        "file": target.name, "suffix": target.suffix, "thumbnail": thumbnail, "mime": _mime(form, joined),
        "duration_s": round(float(joined.filled), 3), "segments": joined.segments,
    }  # fmt: skip


def _container(demuxer: str, segments: list[dict[str, Any]]) -> tuple[str, dict[str, str]]:
    """WebM where its codecs allow it, else MP4; the first segment that can be read decides."""
    for segment in segments:
        try:
            with av.open(segment["path"], format=demuxer) as source:
                codecs = {stream.codec_context.name for stream in source.streams if stream.type in ("video", "audio")}
        except av.FFmpegError:
            continue
        if demuxer == "matroska" and codecs <= WEBM_CODECS | {"libvpx", "libvpx-vp9", "libdav1d", "libopus"}:
            break
        return "mp4", {"movflags": "+faststart"}
    return "webm", {"cues_to_front": "1"}


def _add(joined: Joined, path: Path, demuxer: str, at: Fraction, until: Fraction | None) -> None:
    """Copy one segment's packets to their place, up to where the next one begins: two recorders overlap for a second."""
    try:
        with av.open(str(path), format=demuxer) as source:
            streams = _matching(joined, source)
            if streams:
                _copy(joined, source, streams, max(at, joined.filled), until)
                joined.segments += 1
    except av.FFmpegError as error:
        if isinstance(error, OSError) and error.errno is not None and not path.exists():
            raise
        return


def _copy(
    joined: Joined, source: InputContainer, streams: dict[int, Stream], start: Fraction, until: Fraction | None
) -> None:
    end = start
    for packet in _packets(source, streams):
        base = packet.time_base
        shift = int(start / base)
        shown = (packet.pts or 0) + shift
        packet.pts, packet.dts = shown, packet.dts + shift if packet.dts is not None else shown
        stream = streams[packet.stream_index]
        if shown * base <= joined.written.get(stream.index, Fraction(-1)) or _belongs_to_next(
            shown * base, until, start
        ):
            continue
        joined.written[stream.index] = shown * base
        end = max(end, (shown + (packet.duration or 0)) * base)
        packet.stream = stream
        joined.output.mux(packet)
    joined.filled = max(joined.filled, end if until is None else min(end, max(until, start)))


def _belongs_to_next(shown: Fraction, until: Fraction | None, start: Fraction) -> bool:
    return until is not None and until > start and shown >= until


def _packets(source: InputContainer, streams: dict[int, Stream]) -> Iterator[Packet]:
    """Whole packets in file order; a segment that was cut off in the middle gives what it has."""
    chosen = [source.streams[index] for index in streams]
    packets = source.demux(chosen)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.FFmpegError):
            return
        if packet.size and packet.pts is not None and not packet.is_corrupt:
            yield packet


def _matching(joined: Joined, source: InputContainer) -> dict[int, Stream]:
    """This source's streams that go into the output's: the first segment decides what there is."""
    found: dict[int, Stream] = {}
    for kind in ("video", "audio"):
        for stream in [each for each in source.streams if each.type == kind][:1]:
            if not joined.segments and kind not in joined.streams:
                joined.streams[kind] = joined.output.add_stream_from_template(stream)
                joined.shapes[kind] = _shape(stream)
            if joined.shapes.get(kind) == _shape(stream):
                found[stream.index] = joined.streams[kind]
    return found


def _shape(stream: Stream) -> tuple[Any, ...]:
    """What must be equal for packets to stand in one track: VP8, VP9 and Opus carry the rest in band."""
    context = stream.codec_context
    out_of_band = context.extradata if context.name in ("h264", "hevc", "aac") else None
    return context.name, getattr(context, "sample_rate", None), getattr(context, "channels", None), out_of_band


def _picture(target: Path, into: Path) -> str | None:
    """A frame from a tenth of the way in; None where there is sound only."""
    with av.open(str(target)) as copy:
        if not copy.streams.video:
            return None
        if copy.duration:
            copy.seek(copy.duration // 10)
        for frame in copy.decode(video=0):
            write_thumbnail(frame.to_image(), into)
            return into.name
    return None


def _mime(form: str, joined: Joined) -> str:
    return f"{'video' if 'video' in joined.streams else 'audio'}/{form}"
