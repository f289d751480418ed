"""Imports every table, for migrations and for tests that compare them with the database."""

import backend.approvals.models
import backend.audit.models
import backend.certificates.models
import backend.clues.models
import backend.draws.models
import backend.enterprises.models
import backend.enterprises.whitelist_models
import backend.evidence.models
import backend.feedback.models
import backend.identity.access.grants
import backend.identity.models
import backend.identity.privacy.private
import backend.identity.signin.credentials
import backend.identity.views.models
import backend.inspections.afterwards
import backend.inspections.exempt_shares
import backend.inspections.models
import backend.inspections.replay_models
import backend.inspections.stated_models
import backend.inspections.written
import backend.journal.models
import backend.kernel.models
import backend.lists.models
import backend.monitoring.models
import backend.notifications.models
import backend.papers.models
import backend.planning.joint.models
import backend.planning.models
import backend.planning.plans.models
import backend.registers.models
import backend.rulesets.models
import backend.supervision.attendance_models
import backend.supervision.models  # noqa: F401
