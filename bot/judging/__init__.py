"""Which of the passages found answers, and how sure that is, as a calibrated probability."""
