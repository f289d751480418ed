"""A medium as people are told of it: states in words, every hole and every difference named."""

from __future__ import annotations

from typing import Any

from backend.evidence.models import Playable, SealedItem, Upload
from backend.evidence.queries import File, Piece
from backend.evidence.states import media_state
from backend.storage.staging import Staging


def as_data(file: File, staging: Staging) -> dict[str, Any]:
    """The answer of GET /media/{id}; the same wherever a medium is shown."""
    media = file.media
    return {
        "media_id": media.id, "inspection_id": media.inspection_id, "kind": media.kind, "mime": media.mime,
        "started_at": media.started_at, "position": media.position, "caption": media.caption,
        "state": media_state([piece.state for piece in file.pieces], whole=file.whole),
        "segments": [_segment(piece, staging) for piece in file.pieces],
        "playable": _playable(file.playable),
    }  # fmt: skip


def _segment(piece: Piece, staging: Staging) -> dict[str, Any]:
    declared, best = piece.declared, piece.best
    return {
        "n": piece.n, "state": piece.state,
        "bytes": declared.size if declared else max((upload.length for upload in piece.uploads), default=None),
        "held": best.size if best else _held(piece, staging),
        "sha256": piece.wanted.hex() if piece.wanted else None,
        "server_sha256": best.sha256.hex() if best else None,
        "started_at": declared.started_at if declared else None,
        "duration_ms": declared.duration_ms if declared else None,
        "gap_ms": declared.gap_ms if declared else None,
        "cause": declared.cause if declared else None,
        "final": declared.final if declared else None,
        "link_ok": declared.link_ok if declared else None,
        "sealed_at": best.sealed_at if best else None,
        "mismatch": _difference(piece, best) if best and best.sha256 != piece.wanted else None,
    }  # fmt: skip


def _held(piece: Piece, staging: Staging) -> int:
    return max((_size(staging, upload) for upload in piece.uploads), default=0)


def _size(staging: Staging, upload: Upload) -> int:
    if upload.state != "growing":
        return upload.length
    try:
        return staging.path(upload.id).stat().st_size
    except FileNotFoundError:
        return 0


def _difference(piece: Piece, best: SealedItem) -> dict[str, str]:
    declared, ours = (piece.wanted or b"").hex()[:12], best.sha256.hex()[:12]
    return {
        "zh": f"第 {piece.n} 段封存内容的校验值（{ours}…）与手机登记的（{declared}…）不一致。内容已原样保存，请核对手机中的原件。",
        "en": f"Segment {piece.n}: the sealed bytes hash to {ours}…, the phone had declared {declared}…. "
        "The bytes are kept as they came; compare with the original on the phone.",
    }


def _playable(row: Playable | None) -> dict[str, Any] | None:
    if row is None:
        return None
    base = f"/api/v1/media/{row.media_id}"
    return {
        "url": f"{base}/play", "thumbnail_url": f"{base}/thumbnail" if row.thumbnail else None, "mime": row.mime,
        "duration_s": row.duration_s, "segments": row.segments,
    }  # fmt: skip
