"""亮码 Liangma: visits by enforcement officers, verified, counted, recorded and answered.

Read `inspections.service.check_in` first (the walk in docs/architecture.md starts there), then `policy.verdict`.
Every package has the same file names: api → service → (policy, queries, models); below them events, problems.
Packages look down only: public | monitoring | notifications | setup → supervision → clues → draws | evidence | feedback | papers
→ inspections → planning → certificates → enterprises → rulesets → registers → lists → approvals → audit → identity
→ journal | storage | policy → kernel → config.
"""
