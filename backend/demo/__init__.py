"""The demo: 「示范区（样例）」, an invented place with invented people, renewed at every start.

`liangma seed-demo` (commands) lays the base (base, from the lists in names and town), eighteen months of past visits
(history), and today's scenarios (today). Scenarios go through the real services, so every verdict, alert and refusal in
the demo is computed. `handover` writes demo.json for scripts that drive the demo. Nothing here runs without DEMO=1.
"""
