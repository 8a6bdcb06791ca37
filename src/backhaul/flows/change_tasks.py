"""The kinds of tasks that carry a change of a subscription out."""

FINISH_CHANGE = "finish_change"
