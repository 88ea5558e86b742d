"""The review page: what was found, in the report as it stands, for people who would rather look than read."""
