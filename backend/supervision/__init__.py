"""What somebody must answer: alerts made of broken rules, and what volunteer supervisors saw.

`followers` turns broken rules into alerts; `service` takes and closes them and receives observations; `severity` says
how grave each code is and how long its clock runs (B-98); `states` names the moves.
"""
