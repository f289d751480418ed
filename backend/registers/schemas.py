"""Shapes of the registers on the wire, as `registers.answers` and their services make them."""

from __future__ import annotations

from marshmallow import fields

from backend.identity.page import OrganName, RegionLabel
from backend.kernel.schema import Named, Told, UtcDateTime, Words
from backend.registers.wire import RegisterPage


class BoxTold(Told):
    """Outer corners in degrees."""

    west = fields.Float(required=True)
    south = fields.Float(required=True)
    east = fields.Float(required=True)
    north = fields.Float(required=True)


class RegionAnswer(RegionLabel):
    """A region of the tree, and how many organs stand in it."""

    parent_code = fields.String(required=True, allow_none=True)
    path = fields.String(required=True)
    level = fields.String(required=True)
    zone = fields.String(required=True)
    scheme = fields.String(required=True)
    box = fields.Nested(BoxTold, required=True)
    demo = fields.Boolean(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    organs = fields.Integer(required=True)
    version = fields.Integer(required=True)


class RegionPage(RegisterPage):
    """Regions, parents before children."""

    items = fields.List(fields.Nested(RegionAnswer), required=True)


class MoveForetold(Told):
    """What would move with a region; `leaves`: it leaves the region that it belongs to now."""

    origin = fields.Nested(RegionLabel, data_key="from", required=True, allow_none=True)
    target = fields.Nested(RegionLabel, data_key="to", required=True)
    leaves = fields.Boolean(required=True)
    regions = fields.Integer(required=True)
    organs = fields.Integer(required=True)
    people = fields.Integer(required=True)
    enterprises = fields.Integer(required=True)


class RegionName(Told):
    """A region by code and name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class RegionPlace(RegionName):
    """The same with its place in the tree."""

    path = fields.String(required=True)


class OrganAnswer(OrganName):
    """An organ in full, and how many people belong to it."""

    code = fields.String(required=True)
    kind = fields.String(required=True)
    region = fields.Nested(RegionPlace, required=True)
    published_on = fields.Date(required=True, allow_none=True)
    legal_category = fields.String(required=True)
    basis = fields.String(required=True)
    scope = fields.String(required=True)
    field = fields.String(required=True)
    supervising_organ = fields.Nested(OrganName, required=True, allow_none=True)
    vertical = fields.Boolean(required=True)
    superior_name = fields.String(required=True)
    review_state = fields.String(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    people = fields.Integer(required=True)
    version = fields.Integer(required=True)


class OrganPage(RegisterPage):
    """A page of organs."""

    items = fields.List(fields.Nested(OrganAnswer), required=True)


class PersonLine(Named):
    """Somebody in the register. No telephone and no identity number ever stands here."""

    number = fields.String(required=True, allow_none=True)
    role = fields.String(required=True)
    role_name = fields.Nested(Words, required=True)
    organ = fields.Nested(OrganName, required=True)
    region = fields.Nested(RegionName, required=True)
    post = fields.String(required=True)
    qualification = fields.String(required=True)
    employer = fields.String(required=True)
    language = fields.String(required=True)
    term_from = fields.Date(required=True, allow_none=True)
    term_to = fields.Date(required=True, allow_none=True)
    login = fields.String(required=True, allow_none=True)
    signs_in = fields.Boolean(required=True)
    has_password = fields.Boolean(required=True)
    has_phone = fields.Boolean(required=True)
    active = fields.Boolean(required=True)
    ended_at = UtcDateTime(required=True, allow_none=True)
    ended_reason = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class PersonPage(RegisterPage):
    """A page of people."""

    items = fields.List(fields.Nested(PersonLine), required=True)


class EntrustmentAnswer(Told):
    """A letter with which one organ entrusts another (B-09)."""

    id = fields.UUID(required=True)
    principal = fields.Nested(OrganName, required=True)
    agent = fields.Nested(OrganName, required=True)
    matters = fields.String(required=True)
    item_codes = fields.List(fields.String(), required=True)
    document = fields.String(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True)
    published_on = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    ended_reason = fields.String(required=True, allow_none=True)
    in_force = fields.Boolean(required=True)


class EntrustmentList(Told):
    """Letters that an organ gave or holds."""

    items = fields.List(fields.Nested(EntrustmentAnswer), required=True)


class TeamOrganTold(Told):
    """A department, and which of its items the team exercises; none named means all."""

    organ = fields.Nested(OrganName, required=True)
    item_codes = fields.List(fields.String(), required=True)


class TeamMemberTold(Told):
    """Somebody on the team."""

    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class TeamAnswer(OrganName):
    """A team in full."""

    region = fields.Nested(RegionName, required=True)
    organ = fields.Nested(OrganName, required=True)
    guiding_organ = fields.Nested(OrganName, required=True, allow_none=True)
    organs = fields.List(fields.Nested(TeamOrganTold), required=True)
    members = fields.List(fields.Nested(TeamMemberTold), required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True)


class TeamPage(RegisterPage):
    """A page of teams."""

    items = fields.List(fields.Nested(TeamAnswer), required=True)


class Trainee(Named):
    """Whose hours they are."""

    role = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    organ = fields.Nested(OrganName, required=True)


class HoursLine(Told):
    """Somebody's year (B-14); `below` the line that the rules draw."""

    person = fields.Nested(Trainee, required=True)
    year = fields.Integer(required=True)
    hours = fields.Float(required=True)
    needed = fields.Float(required=True)
    below = fields.Boolean(required=True)


class HoursPage(RegisterPage):
    """A page of a year's ledger."""

    items = fields.List(fields.Nested(HoursLine), required=True)


class TrainingAnswer(Told):
    """A training."""

    id = fields.UUID(required=True)
    held_on = fields.Date(required=True)
    hours = fields.Float(required=True)
    kind = fields.String(required=True)
    topic = fields.String(required=True)
    recorded_at = UtcDateTime(required=True)


class TrainingList(Told):
    """The trainings of a person in a year."""

    items = fields.List(fields.Nested(TrainingAnswer), required=True)


class ConflictAnswer(Told):
    """An enterprise that somebody keeps away from (B-13)."""

    id = fields.UUID(required=True)
    scheme = fields.String(required=True)
    identifier = fields.String(required=True)
    reason = fields.String(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    recorded_at = UtcDateTime(required=True)


class ConflictList(Told):
    """Whom a person may not visit."""

    items = fields.List(fields.Nested(ConflictAnswer), required=True)


class FieldChange(Told):
    """A field of the row before and after: whatever the column holds."""

    field = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class RowChange(Told):
    """Who changed which fields of a row, and why."""

    at = UtcDateTime(required=True)
    change = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    by = fields.Nested(Named, required=True, allow_none=True)
    fields_changed = fields.List(fields.Nested(FieldChange), data_key="fields", required=True)


class HistoryPage(RegisterPage):
    """A page of what happened to a row, the newest first."""

    items = fields.List(fields.Nested(RowChange), required=True)
