import type { Catalogue } from './zh'

export const en: Catalogue = {
  common: {
    app: 'Liangma', back: 'Back', large: 'Large type', normal: 'Normal type', demo: 'Demo data', cancel: 'Cancel', confirm: 'OK', next: 'Next', help: 'For help call 12345',
    held: 'On this phone', received: 'Delivered', sealed: 'Sealed', list: ', ', comma: ', ', none: 'none', optional: 'optional', retry: 'Try again',
  },
  nav: { main: 'Main navigation', tasks: 'Tasks', outbox: 'Uploads', me: 'Me', observe: 'Observe' },
  login: {
    title: 'Sign in', lead: 'Officers and supervisors', account: 'Account', password: 'Password', go: 'Sign in',
    needs: 'Enter account and password', offline: 'The first sign-in needs the network. The server cannot be reached; try again where there is signal', wrong_role: 'This account belongs to the desk. Open {address}',
    again: 'Please sign in again. Your data is kept', english: '中文',
  },
  sync: {
    waiting: '{n} waiting', oldest: 'oldest {ago} ago', nothing: 'Everything delivered', offline: 'No network; will retry by itself', sign_in: 'Signed out by time; data is kept', sign_in_go: 'Sign in again',
    minutes: '{n} min', hours: '{n} h', days: '{n} d', now: 'under a minute', update: 'New version', update_go: 'Update',
  },
  today: {
    title: 'Today', as_of: 'As of {time}', no_data: 'No tasks fetched yet', tab_today: 'Today {n}', tab_week: 'Week {n}', tab_done: 'Done', tabs: 'Which tasks',
    open: 'Unfinished visit', arrived: 'arrived {time}', continue: 'Continue', scan: 'Scan to begin', with: '{kind}, with {names}', alone: '{kind}', left: '{kind}, left {time}',
    empty: 'Nothing planned today', empty_week: 'Nothing planned this week', empty_done: 'No visit finished yet', needs_fix: '{n} to settle', clock: 'Phone clock {n} min {way}; records use server time', fast: 'fast', slow: 'slow',
    recovered: 'Unfinished recording found: {from}–{to}, {kept} kept', recovered_go: 'Continue', stage_code: 'Code shown, not checked in', stage_tell: 'Arrived, giving notice', stage_record: 'Inspecting', stage_result: 'Result filed, not checked out',
    not_planned: 'The scanned enterprise is not among the tasks', any_time: 'any time',
  },
  kind: {
    daily: 'Routine inspection', case: 'Single-case inspection', special: 'Special inspection', followup: 'Follow-up', noninspection_service: 'Service visit', noninspection_survey: 'Survey visit', noninspection_liaison: 'Liaison visit', supervision: 'Supervision',
  },
  state: { awaiting_approval: 'Awaiting approval', approved: 'Approved', rejected: 'Rejected', coded: 'Code issued', visited: 'Visited', cancelled: 'Cancelled', lapsed: 'Lapsed' },
  quiet: { OUT: 'Outside quiet period', EXEMPT: 'Quiet period, exempt', APPROVED: 'Quiet period, approved', VIOLATION: 'Inside quiet period', NEEDS_REVIEW: 'Quiet period: review', NOT_APPLICABLE: 'Quiet period not applicable' },
  cap: { WITHIN: 'Visit {n} of at most {most}', EXEMPT: 'Not counted', NOT_COUNTED: 'Not counted', REACHED: 'Cap of {most} reached', NEEDS_REVIEW: 'Count: review' },
  quiet_big: { OUT: 'Not today', EXEMPT: 'Allowed', APPROVED: 'Approved', VIOLATION: 'Inside', NEEDS_REVIEW: 'Review', NOT_APPLICABLE: 'Not applicable' },
  cap_big: { WITHIN: 'Visit {n}', EXEMPT: 'Not counted', NOT_COUNTED: 'Not counted', REACHED: 'Cap reached', NEEDS_REVIEW: 'Review' },
  card: { active: 'Card valid', suspended: 'Card suspended', expired: 'Card expired', cancelled: 'Card cancelled', revoked: 'Card revoked', recalled: 'Card recalled', missing: 'No card' },
  task: {
    title: 'Task', when: 'Planned', reason: 'Reason', items: 'Items', officers: 'Officers', address: 'Address', identifier: 'Credit code', verdict: 'Quiet period and count', rule: 'Rule {rule}', notice: 'Notice', notice_none: 'Not made yet',
    notice_hash: 'Check value {hash}', recording: 'Recording', recording_need: 'Sound and picture from arrival to departure', go: 'Set out', resume: 'Continue', no_code: 'No visit code yet. The department must approve and issue it',
    cancelled: 'Cancelled; read only', basis: 'Basis: {basis}', missing: 'This task is not on this phone. It will come with the network', as_of: 'Judged on data of {time}', no_verdict: 'Not judged yet; judged on arrival', short: 'Spoken code {code}', me: 'this phone', done: 'Visit finished',
  },
  code: {
    title: 'Show codes', visit: 'Visit code', card: 'Card code', which: 'Which code to show', alt_visit: 'Visit code for the enterprise to scan', alt_card: 'Card code for the other side to scan', changes: 'New code in {n} s', short: 'Spoken code',
    match: 'Compare this number', matched: 'Scanned {time}; both phones must agree', wait: 'Waiting for a scan', wait_why: 'Two digits appear here after the scan', wait_offline: 'No network; let them verify online',
    uncalibrated: 'Clock not calibrated: static code', no_static: 'Clock not calibrated. Connect once to show a live code', drawing: 'Drawing', absent: 'No visit code yet', card_absent: 'The package holds no card code. Connect to update',
    step_certificate: ['Show', 'card'], step_code: ['Show', 'code'], step_notice: ['Hand', 'notice'], step_rights: ['Tell', 'rights'], step_recording: ['Tell of', 'recording'],
    done: 'done', now: 'now', todo: 'not done', did_certificate: 'Card shown', next_scan: 'Next: scan the enterprise', next_checkin: 'Next: check in', next_tell: 'Next: give notice', back_visit: 'Back to the visit', steps: 'Steps of notice',
  },
  scan: {
    title: 'Scan enterprise', lead: 'Point at the QR code of the licence', opening: 'Opening the camera', denied: 'No camera permission. Allow it in the browser, or type', busy: 'The camera is in use. Retry or type', absent: 'No camera. Please type', unsupported: 'This browser cannot use the camera. Please type',
    retry: 'Open camera again', album: 'From album', torch: 'Torch', type: 'Type it', type_label: 'Unified social credit code', type_hint: '18 characters, no I, O, S, V, Z', type_go: 'Use this code', shape: 'Not an 18-character code', digit: 'The last digit does not fit. Check the licence; tap again to use it all the same',
    none: 'No credit code in this QR code. Try another', wrong: 'Not the planned enterprise', wrong_say: 'Found {found}; the task names {wanted}. Scan again, or go on: it will be recorded as it is and checked', again: 'Scan again', keep: 'Go on all the same', match: 'Same as in the task', partner: 'Scan partner card', partner_none: 'Not the code of the partner', partner_lead: 'Point at the card code on the phone of the partner', picture_none: 'No QR code in the picture',
  },
  checkin: {
    title: 'Check in', scanned: 'same as the scanned licence', typed: 'credit code typed by hand', differs: 'scanned {code}, not the planned one', not_scanned: 'enterprise not scanned yet', scan: 'Scan enterprise', finding: 'Finding the position, at most 25 s', finding_now: 'About {m} m so far, looking for better',
    at: '{m} m from the registered address', near: 'Accurate to about {m} m, within {radius} m', far: 'Accurate to about {m} m, outside {radius} m; recorded as it is', no_point: 'The enterprise has no registered point; position recorded', weak: 'Accurate to about {m} m only; check in as usual',
    none: 'No position', none_say: 'Give a reason and check in as usual', denied: 'No permission for the position', denied_say: 'Allow it in the browser, or give a reason', coarse: 'Please switch on precise location', why: 'Why there is no position', why_hint: 'e.g. basement without signal', again: 'Find again',
    time: 'Arrival', calibrated: 'calibrated', carried: 'by last calibration', uncalibrated: 'not calibrated; checked against server time', quiet: 'Quiet period', cap: 'Count this year', unknown: 'Judged on arrival', unknown_say: 'No forecast on this phone',
    self: 'this phone', scanned_partner: 'card scanned', declared: 'declared present', partner: 'Partner', partner_say: 'Two officers at least. Scan the card code of the partner or choose from the task', partner_scan: 'Scan card code', partner_choose: 'Choose {name}', partner_none: 'No partner: recorded as it is, and flagged',
    offline: 'No network. The arrival is kept on this phone and recorded later with its own time.', go: 'Confirm arrival', saved: 'Arrival recorded, {time}, on this phone', here: 'You are here', address: 'Registered address', within: 'within {m} m', map: 'You are {m} m {way} of the registered address', sketch: 'Sketch of bearing', north: 'N', unplanned: 'Arrival without a task', purpose: 'Proves the arrival; taken only at check-in, check-out, start of recording and photos',
  },
  way: { N: 'north', NE: 'north-east', E: 'east', SE: 'south-east', S: 'south', SW: 'south-west', W: 'west', NW: 'north-west' },
  tell: {
    title: 'Give notice', arrived: 'Arrived {time}', notice: 'Hand over the notice', notice_say: 'Let the other side read and keep it', rights: 'Tell the rights', recording: 'Tell that it is recorded', recording_say: '“This whole inspection is recorded in sound and picture.”', did: 'done', undone: 'Tap to note the time',
    rights_text: ['To ask for the cards of the officers', 'To ask that an officer withdraw', 'To state a case and object', 'To complain at 12345'], go: 'Start recording', need: 'First tell that it is recorded', missing: '{n} not told yet; shown as it is', verdict: 'Verdict on arrival', waiting: 'Arrival kept on this phone; judged when online', show_code: 'Show visit code', clean: 'Nothing found', skip: 'No recording; file the result',
  },
  record: {
    title: 'Recording', awake: 'Keep the screen on; do not switch apps', back: 'Back; recording goes on', saved: 'Saved {n} s ago', safe: 'Survives a crash', not_saved: 'Nothing written yet', left: 'Room for', minutes: '{n} min', minutes_more: '{n}+ min', battery: 'Battery', unknown: 'unknown', arrival: 'Arrived', segment: 'Part {n}',
    profile: 'Standard {w}×{h}, with sound', profile_mute: 'Standard {w}×{h}, no sound', sound: 'Sound', mute: 'No sound', photo: 'Photo', mark: 'Mark', marked: 'Marked {time}, on this phone', pause: 'Pause', resume: 'Go on', stop: 'End recording', start: 'Start recording', starting: 'Opening the camera',
    pause_why: 'Why pause', why_law: 'Not to be recorded by law', why_call: 'Phone call', why_battery: 'Battery', why_storage: 'Storage', why_other: 'Other', paused: 'Recording paused', hole: '{n} s missing', check_out: 'Check-out', lane: 'Required and recorded', on_site: '{name}, inspection',
    hidden: 'Away for {n} s; recording goes on in a new part', track: '{n} s missing; recording goes on', silent: '{n} s missing; recording goes on', ready: 'Not recording yet', ready_say: 'Tap below to start; the picture appears here', stop_ask: 'End the recording?', stop_say: '{time} recorded, all on this phone; upload goes on', stop_no: 'Keep recording', preview: 'Camera picture', timer: 'Recorded time',
    halt: { denied: 'No permission for camera or microphone. Allow it in the browser and retry', busy: 'The camera is in use. Tap to retry', absent: 'No camera found', unsupported: 'This browser cannot record. Open in the system browser', elsewhere: 'Another window is recording', no_format: 'This browser has no usable format', storage: 'Storage is full; recording stopped safely. Everything recorded is kept', container: 'The format is not what the browser said; stopped. Everything recorded is kept', error: 'Recording failed and stopped. Everything recorded is kept; retry', silent: 'No picture arrives. Tap to go on' },
    chip: 'Recording {time}', chip_paused: 'Paused {time}', recovered: 'The last recording was cut off; {kept} kept; you can go on', finishing: 'Writing the last part',
  },
  photo: {
    title: 'Photo', shoot: 'Take photo', kind: 'Kind of photo', site: 'Site', evidence: 'Evidence', paper: 'Document', caption: 'Caption', caption_hint: 'e.g. shelf in the store', saved: 'Photo {n}, on this phone', roll: '{n} taken', system: 'Use the system camera', empty: 'No photo yet', alt: 'Photo {n}', no_camera: 'No camera; use the system camera',
  },
  result: {
    title: 'Result', outcome: 'Outcome', summary: 'What was found', summary_hint: 'What was inspected, what was found', deadline: 'Deadline', deadline_hint: 'e.g. 2026-12-05', go: 'Finish and submit', need_outcome: 'Choose an outcome first', need_summary: 'Describe what was found', need_deadline: 'An order to correct needs a date, e.g. 2026-12-05', saved: 'Result recorded, on this phone', note: 'Delivered when online; do not clear browser data', locked: 'Submitted {time}', recording: 'Still recording; end it before check-out',
    none_found: 'Nothing found', corrected_on_spot: 'Corrected at once', order_to_correct: 'Ordered to correct', case_opened: 'Case opened', referred: 'Referred', refused_lawful: 'Lawfully refused', refused_other: 'Refused', aborted_before_entry: 'Could not enter', aborted_on_site: 'Broken off', more: 'More outcomes',
  },
  checkout: {
    title: 'Check out', ready: 'Ready to check out', missing: '{n} to explain before check-out', still: 'Still recording: end it first', no_result: 'No result filed yet', times: '{name}, arrived {from}, leaving {to}', need: '{need} required, {have} recorded', required: 'Required', recorded: 'Recorded, {n} parts', hole: 'Hole', hole_at: '{n} s missing from {time}', hole_why: 'Over 60 s: choose a reason', hole_ok: 'Under 60 s: no reason needed, shown as it is', hole_said: 'Reason: {why}',
    first: 'Recording began {t} after arrival', last: 'Recording ended {t} before leaving', none: 'No recording', segments: '{n} parts verified, {size}', go: 'Confirm departure', saved: 'Departure recorded, {time}, on this phone', lane: 'Required and recorded, {n} holes', left: 'Left at {time}', result_go: 'File result', record_go: 'End recording', positioning: 'Taking the position', home: 'Back to today', on_site: 'Inspection',
  },
  outbox: {
    title: 'Uploads', items: 'waiting, {size}', from: 'of {n} visits, oldest for {ago}', empty: 'Everything delivered, media sealed', empty_sealing: 'Everything delivered, being sealed', empty_time: 'Checked {time}', offline: 'No network; will retry by itself. Everything is on this phone. Do not clear browser data.', sending: 'Uploading; keep the app open', all: 'All {n}', fix: 'To settle {n}', filter: 'Filter', records: 'Records', photos: 'Photos', video: 'Video', left: '{n} parts left', left_items: '{n} left', arrived: 'arrived {time}', go: 'Upload now',
    again: 'Try again', blocked: 'Not accepted: {why}', unplanned: 'Arrival without a task', observation: 'Observation', mismatch: '{n} parts differ from what the server holds; the originals are kept here', account: 'Account and device', old: 'Waiting over 24 hours; connect soon', very_old: 'Waiting over 72 hours; connect now', none_fix: 'Nothing to settle',
  },
  me: {
    title: 'Me', card: 'Card', organ: 'Unit', large: 'Large type', language: 'Language', zh: '中文', en: 'English', storage: 'Storage', persisted: 'The browser will not clear it', not_persisted: 'The browser may clear it; install the app', persist: 'Ask to keep', device: 'Device key', device_ready: 'Enrolled, {kid}', device_waiting: 'Waiting, {kid}', device_none: 'None yet', version: 'Version', update: 'Check for update', updated: 'Up to date', override: 'Test setting: parts of {n} s', clock: 'Clock', clock_ok: 'calibrated {time}, off by {n} s', clock_none: 'not calibrated', push: 'Notices', push_on: 'On', push_off: 'Off', push_ask: 'Switch on', push_no: 'This phone receives no web push; see the task list', push_denied: 'Refused; allow it in the browser', out: 'Sign out', guard: '{n} not delivered yet', guard_say: 'The data stays on this phone; only you can send it on. Signing in again needs the network.', guard_upload: 'Upload first', guard_out: 'Sign out all the same', out_offline: 'Signing out needs the network', role_officer: 'Officer', role_supervisor: 'Supervisor', tasks: 'Today', observations: 'My observations',
  },
  inapp: { title: 'Open in the system browser', say: 'Inside WeChat and similar apps nothing can be recorded or kept.', how: 'Tap “…” and choose to open in the browser, or copy the link.', copy: 'Copy link', copied: 'Link copied', go_on: 'Look only, no recording' },
  observe: {
    title: 'Observation', list: 'My observations', rule: 'You only observe: no inspecting, no asking for papers', where: 'Where', where_label: 'Enterprise or place', where_hint: 'e.g. restaurant, Wangjiang Road 12', progress: '{n} of 12 answered', yes: 'Yes', no: 'No', unseen: 'Not seen', text: 'In one sentence', text_hint: 'Only what you saw', photo: 'Add a photo', photos: '{n} taken, on this phone', place: 'Add my position', place_have: 'Position added, about {m} m', place_none: 'No position', draft: 'On this phone, not submitted. {n} open', ready: 'On this phone, not submitted', submit: 'Submit', saved: 'Submitted, on this phone', need_where: 'Say where', need_all: '{n} open. Choose “Not seen” for what you did not see', locked: 'Cannot be changed after submitting', new: 'New observation', empty: 'No observations yet', sent_at: 'submitted {time}', continue: 'Not submitted', answer: 'Answer to question {n}', submitted: 'Submitted',
    questions: ['At least two officers?', 'Cards shown unasked?', 'Visit code shown and scanned?', 'Notice handed over?', 'Rights told aloud?', 'Told that it is recorded?', 'In uniform, with badges?', 'Reason and basis explained?', 'Only the listed items inspected?', 'Civil and calm?', 'Was the enterprise heard?', 'Result told on the spot?'],
  },
  time: { seconds: '{n} s', minutes: '{n} min', minutes_seconds: '{m} min {s} s', hours_minutes: '{h} h {m} min' },
}
