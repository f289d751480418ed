"""What one person asks for and another decides: unsealing, bulk export, rule sets, erasure, maintenance grants.

A package that needs two people registers what happens on a yes (`engine.on_approval`) and asks by `engine.request`;
the yes runs it in the decision's own transaction. Nobody decides what he or she asked for.
"""
