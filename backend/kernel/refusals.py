"""How a problem leaves the house: application/problem+json in the reader's language."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from werkzeug.exceptions import HTTPException

from backend.kernel.invalid import invalid_fields
from backend.kernel.problems import (
    CONTENT_KIND,
    INVALID,
    MALFORMED,
    METHOD,
    NOT_FOUND,
    TOO_LARGE,
    Problem,
    ProblemRaised,
)

_CATALOGUED = {each.status: each for each in (MALFORMED, NOT_FOUND, METHOD, TOO_LARGE, CONTENT_KIND)}


def language() -> str:
    """'zh' or 'en', as the reader asks; Chinese first."""
    return request.accept_languages.best_match(["zh", "en"]) or "zh"


def refusal(error: HTTPException) -> Response:
    """The answer to what the framework refused."""
    if error.code == 422:
        return _invalid(error)
    response = problem_response((_CATALOGUED.get(error.code or 500) or _standard(error))())
    response.headers.extend(
        (name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After", "WWW-Authenticate")
    )
    return response


def _standard(error: HTTPException) -> Problem:
    status = error.code or 500
    if status >= 500:
        zh, en = (
            "系统出错，已记录。未确认的内容没有保存。",
            "Something failed on our side and was noted; what was not confirmed is not saved.",
        )
        return Problem(
            f"kernel.http_{status}", status, zh, en, "请重试；内容仍在本机。", "Try again; it is still on your device."
        )
    return Problem(
        f"kernel.http_{status}",
        status,
        "请求不被接受，未保存。",
        f"{error.name}; nothing was saved.",
        "请升级到最新版本后重试。",
        "Update the app and try again.",
    )


def _invalid(error: HTTPException) -> Response:
    messages = getattr(error, "data", {}).get("messages", {})
    errors = invalid_fields(messages)
    body = INVALID(field=errors[0]["field"] if errors else None).as_data(language())
    return _problem_json({**body, "errors": errors})


def problem_response(raised: ProblemRaised) -> Response:
    """The answer to a raised problem, in the reader's language."""
    return _problem_json(raised.as_data(language()))


def _problem_json(body: dict[str, Any]) -> Response:
    response = jsonify(body)
    response.status_code = body["status"]
    response.mimetype = "application/problem+json"
    response.headers["Cache-Control"] = "no-store"
    if body["status"] in (429, 503):
        response.headers["Retry-After"] = str(body["facts"].get("seconds", 2))
    return response
