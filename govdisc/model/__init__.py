"""What everything else speaks of: documents, reports, findings, and the statutory forms as data."""
