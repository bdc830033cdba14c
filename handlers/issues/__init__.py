"""What voters report, as Telegram asks and tells of it: reporting, following, triage."""
