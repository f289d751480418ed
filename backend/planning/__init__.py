"""Before anybody travels: the plan, the approval, the notice, the visit code. Here a rule may refuse."""
