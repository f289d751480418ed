"""The law in code, pure: values in, values out.

Start at `verdict.judge`. `facts` holds what goes in, `ruleset` every parameter with its default and rule number;
`quiet`, `caps`, `staffing`, `place` and `travel` each answer one question; `sentences` says the answer in plain words.
Numbers such as B-37 name the rule that a function implements.
"""
