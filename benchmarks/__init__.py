"""What speed and cost are measured with, each figure beside a baseline of the same run."""
