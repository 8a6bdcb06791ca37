"""The kinds of tasks that carry a change of a subscription out."""

CHANGE_STEP = "change_step"
FINISH_CHANGE = "finish_change"
