"""Clues 线索: what somebody tells about a visit or an organ, by one of three doors, and what became of it (B-56, B-71).

`forms` reads what was typed on a public page; `service` takes clues in and carries the bureau's acts; `states` names the
moves, `policy/complaints.py` the terms. Who told is the bureau's to know: `teller` decides that for each answer.
"""
